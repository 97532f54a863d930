// What the admin's skin leaves to be desired: the main landmark, names for select2's boxes and icons
// that stay silent for a screen reader, and a form that is sent once however often one clicks.
(() => {
  "use strict";

  function nameBoxes() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      const name = label ? label.textContent.trim() : select.getAttribute("aria-label") || select.name;
      if (!box || !name || box.getAttribute("aria-label") === name) return;
      [box, ...box.querySelectorAll("[role=textbox]")].forEach((part) => {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", name);
      });
    });
    document.querySelectorAll(".material-symbols-outlined:not([aria-hidden])").forEach((icon) => {
      icon.setAttribute("aria-hidden", "true");
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const main = document.getElementById("main");
    if (main) main.setAttribute("role", "main");
    nameBoxes();
    new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  });

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.defaultPrevented) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
