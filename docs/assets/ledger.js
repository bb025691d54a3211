/*
 * A "Copy link" button for each claim of the ledger. Without a script the claim's name is the link.
 */
(() => {
  "use strict";
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.role = "status";
  document.querySelector("article").append(status);

  const copy = async (id, button) => {
    const address = new URL(`#${id}`, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = "Copied";
      status.textContent = `The link to ${id} was copied.`;
    } catch {
      location.hash = id; // the clipboard is closed to this page: the address bar has the link now
      button.textContent = "In the address bar";
      status.textContent = `The link to ${id} is in the address bar.`;
    }
    setTimeout(() => (button.textContent = "Copy link"), 3000);
  };

  for (const link of document.querySelectorAll(".claim[id] > .claim-id")) {
    const { id } = link.closest(".claim");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy link";
    button.id = `${id}-copy`;
    link.firstElementChild.id = `${id}-name`;
    button.setAttribute("aria-labelledby", `${button.id} ${id}-name`); // "Copy link samples-taken": no two alike
    button.addEventListener("click", () => copy(id, button));
    link.append(" ", button);
  }
})();
