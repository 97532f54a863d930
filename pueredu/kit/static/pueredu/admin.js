// What a screen reader misses in the admin's skin: the main landmark, and names for select2's boxes.
(() => {
  "use strict";

  function nameBoxes() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
      const name = label ? label.textContent.trim() : select.name;
      if (!box || !name) return;
      [box, ...box.querySelectorAll("[role=textbox]")].forEach((part) => {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", name);
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const main = document.getElementById("main");
    if (main) main.setAttribute("role", "main");
  });
  window.addEventListener("load", nameBoxes);
  document.addEventListener("formset:added", () => setTimeout(nameBoxes));
})();
