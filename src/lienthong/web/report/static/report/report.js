/* The form of a report: typed like a sheet, and nothing typed is lost. Everything works without
   this file. Enter and the arrows go from figure to figure, a column pasted from a spreadsheet
   fills the figures below, and what is typed stays in this browser tab until the server has it. */
"use strict";
(() => {
  const form = document.getElementById("bieu");
  if (!form) return;
  const told = document.getElementById("da-dan");
  const key = `bieu:${location.pathname}`;
  const fields = () => [...form.querySelectorAll("[name^='v-'], [name^='n-'], #den-ngay")];
  const figures = () => [...form.querySelectorAll("[name^='v-']")];
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();

  function tell(words, count) {
    if (!told) return;
    told.textContent = words.replace("%s", count);
    told.hidden = false;
  }

  // What is typed stays in this tab: a lost connection or an ended session costs nothing.
  function remember() {
    const kept = Object.fromEntries(fields().map((one) => [one.name, one.value]));
    try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { /* storage is off */ }
  }

  function recall() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(key)); } catch { /* nothing to recall */ }
    if ("fresh" in form.dataset) {
      forget();
      history.replaceState(null, "", location.pathname);
      return;
    }
    if (!kept) return;
    let changed = 0;
    for (const one of fields()) {
      if (one.name in kept && kept[one.name] !== one.value) { one.value = kept[one.name]; changed += 1; }
    }
    if (changed) { tell(form.dataset.recalled, changed); check(); }
  }

  function forget() {
    try { sessionStorage.removeItem(key); } catch { /* storage is off */ }
  }

  function check() {
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function go(from, step) {
    const all = figures();
    const next = all[all.indexOf(from) + step];
    if (!next) return false;
    next.focus();
    next.select?.();
    return true;
  }

  function label(field) {
    return fold(form.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? "");
  }

  // A column, or a table with the names or codes of the figures in it.
  function paste(target, text) {
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    if (lines.length < 2 && lines[0].length < 2) return 0;
    const all = figures();
    const known = new Map();
    for (const one of all) { known.set(fold(one.name.slice(2)), one); known.set(label(one), one); }
    let at = all.indexOf(target);
    let count = 0;
    for (const cells of lines) {
      const found = cells.findIndex((cell) => cell.trim() && known.has(fold(cell)));
      const named = found >= 0 ? known.get(fold(cells[found])) : null;
      // A line of a table whose figure is not on this form.
      if (!named && cells.length > 1 && !/\d/.test(cells[0])) continue;
      const rest = named ? cells.slice(found + 1) : cells;
      const value = named ? rest.find((cell) => /\d/.test(cell)) ?? "" : cells[0];
      const field = named ?? all[at];
      if (!named) at += 1;
      if (!field || !value.trim()) continue;
      put(field, value.trim());
      count += 1;
    }
    return count;
  }

  function put(field, value) {
    if (field.tagName !== "SELECT") { field.value = value; return; }
    const words = fold(value);
    const found = [...field.options].find((one) => fold(one.textContent) === words || one.value === words);
    if (found) field.value = found.value;
  }

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.name?.startsWith("v-") && !field.name?.startsWith("n-")) return;
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      form.querySelector("button[value=submit]")?.click();
    } else if (field.tagName === "INPUT" && (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const figure = field.name.startsWith("v-") ? field : document.getElementById(`v-${field.name.slice(2)}`);
      const step = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1;
      // Enter in a figure never submits a report that is half typed.
      event.preventDefault();
      go(figure, step);
    }
  });
  form.addEventListener("paste", (event) => {
    if (!event.target.name?.startsWith("v-") || event.target.tagName === "TEXTAREA") return;
    const count = paste(event.target, event.clipboardData?.getData("text/plain") ?? "");
    if (!count) return;
    event.preventDefault();
    remember();
    tell(form.dataset.pasted, count);
    check();
  });
  form.addEventListener("input", remember);
  recall();
})();
