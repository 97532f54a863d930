// Enhancements only: every page works without this file.
(() => {
  "use strict";
  const PREFIX = "keep:";
  const SENT = "sent";
  const UNKEPT = ["hidden", "password", "file", "submit", "button"];
  const TICKED = ["checkbox", "radio"];
  const user = document.body.dataset.user || "";
  const store = window.sessionStorage;

  function keptNames() {
    return Object.keys(store).filter((name) => name.startsWith(PREFIX));
  }

  function forget() {
    keptNames().forEach((name) => store.removeItem(name));
  }

  // A box is one of several of its name: what is kept is whether it was ticked.
  function keyOf(field) {
    return TICKED.includes(field.type) ? `${field.name}=${field.value}` : field.name;
  }

  function valueOf(field) {
    return TICKED.includes(field.type) ? field.checked : field.value;
  }

  function fields(form) {
    return [...form.elements].filter((field) => field.name && !UNKEPT.includes(field.type));
  }

  function words(form) {
    return Object.fromEntries(fields(form).map((field) => [keyOf(field), valueOf(field)]));
  }

  // What was typed survives an expired sign-in: kept in this tab, for this person, until saved.
  function keep(form, index) {
    const name = `${PREFIX}${user}:${location.pathname}:${index}`;
    const before = JSON.stringify(words(form));
    const kept = store.getItem(name);
    if (kept && !form.querySelector("[aria-invalid=true]")) restore(form, JSON.parse(kept), name);
    form.addEventListener("input", () => {
      const now = JSON.stringify(words(form));
      if (now === before) store.removeItem(name);
      else store.setItem(name, now);
    });
    form.addEventListener("submit", () => store.setItem(SENT, name));
  }

  // After a submit, a message of success or another page without complaint means it was saved;
  // the sign-in page, an error page and a warning do not, so the words stay.
  function forgetSaved() {
    const sent = store.getItem(SENT);
    const elsewhere = sent && !sent.startsWith(`${PREFIX}${user}:${location.pathname}:`);
    const praised = document.querySelector(".messages .alert[data-tone=ok]");
    const blamed = document.querySelector(".messages .alert:is([data-tone=warn], [data-tone=danger]), .error-page");
    if (!sent || blamed || !(praised || elsewhere)) return;
    store.removeItem(sent);
    store.removeItem(SENT);
  }

  function restore(form, kept, name) {
    const changed = fields(form).filter((field) => {
      const value = kept[keyOf(field)];
      if (value === undefined || value === valueOf(field)) return false;
      if (TICKED.includes(field.type)) field.checked = value;
      else field.value = value;
      return true;
    });
    if (!changed.length) return;
    const note = document.createElement("div");
    note.className = "alert";
    note.dataset.tone = "info";
    note.setAttribute("role", "status");
    note.textContent = "已恢复您上次尚未提交的内容（附件需要重新选择）。";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button";
    drop.dataset.kind = "quiet";
    drop.textContent = "不要这些内容";
    drop.addEventListener("click", () => {
      store.removeItem(name);
      location.reload();
    });
    note.append(drop);
    form.before(note);
  }

  // A second click within the same page sends nothing; coming back by the browser's arrow frees it.
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      form.setAttribute("aria-busy", "true");
    });
    window.addEventListener("pageshow", () => {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  }

  // <button type="button" hidden data-check="all|none" data-group="roster"> and <output data-count="roster">.
  function boxes(group) {
    return [...document.querySelectorAll(`input[type=checkbox][data-group="${group}"]`)];
  }

  function count(group) {
    const all = boxes(group);
    const ticked = all.filter((box) => box.checked).length;
    document.querySelectorAll(`[data-count="${group}"]`).forEach((place) => {
      place.textContent = `已选 ${ticked} 人，共 ${all.length} 人`;
    });
  }

  function roster() {
    document.querySelectorAll("button[data-check]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        boxes(button.dataset.group).forEach((box) => { box.checked = button.dataset.check === "all"; });
        count(button.dataset.group);
        button.form.dispatchEvent(new Event("input"));
      });
    });
    const groups = new Set([...document.querySelectorAll("[data-count]")].map((place) => place.dataset.count));
    groups.forEach((group) => {
      count(group);
      document.addEventListener("change", (event) => {
        if (event.target.dataset && event.target.dataset.group === group) count(group);
      });
    });
  }

  // <button type="button" hidden data-print>: the browser's menu prints as well.
  function printable() {
    document.querySelectorAll("button[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  }

  // <button type="button" hidden data-copy="words">: the text of the field with this id; it can be marked by hand as well.
  function copyable() {
    document.querySelectorAll("button[data-copy]").forEach((button) => {
      button.hidden = !navigator.clipboard;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
        button.textContent = "已复制";
      });
    });
  }

  if (user) forgetSaved();
  const strangers = keptNames().some((name) => !name.startsWith(`${PREFIX}${user}:`));
  if (user && strangers) forget();
  document.querySelectorAll("form[data-forget]").forEach((form) => form.addEventListener("submit", forget));
  if (user) document.querySelectorAll("form[data-keep]").forEach(keep);
  document.querySelectorAll("form[data-once]").forEach(sendOnce);
  roster();
  printable();
  copyable();
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
