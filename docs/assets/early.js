// Runs before the first paint: the reader's own choice of light or dark, kept from an earlier visit.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {}
// The font of the text, asked for before the style sheet names it; pages opened from disk have it at once.
if (location.protocol !== "file:") {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
  link.href = new URL("fonts/source-serif-4.woff2", document.currentScript.src).href;
  document.head.append(link);
}
