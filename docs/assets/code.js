// A button on each piece of code that copies it. Loaded only by pages that hold code.
(() => {
  "use strict";
  const { copy, copied } = document.currentScript.dataset;
  if (!navigator.clipboard) return; // pages opened from disk may have none
  for (const code of document.querySelectorAll(".highlight > pre > code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "code-copy";
    button.textContent = copy;
    button.addEventListener("click", async () => {
      const text = code.cloneNode(true);
      for (const mark of text.querySelectorAll(".annotation")) mark.remove();
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    code.parentElement.parentElement.append(button);
  }
})();
