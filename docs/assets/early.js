/*
 * Loaded in the head, before anything is painted: the reader's own choice of light or dark, and the font. (A
 * <link rel=preload> in the page would be an error in pages opened from file://.)
 */
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  /* storage is off: the system's choice holds */
}
if (location.protocol !== "file:") {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
  link.href = new URL("fonts/source-serif-4.woff2", document.currentScript.src).href;
  document.head.append(link);
}
