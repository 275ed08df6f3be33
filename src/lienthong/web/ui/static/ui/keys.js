/* Keys for people who work here all day, and small helps where a script runs at all.
   Everything works without this file. A key presses what the page already offers:
   [data-key="C"] or, after G, [data-key="G V"]. Rows of a list: [data-row] with a link inside. */
"use strict";
(() => {
  const off = document.body.dataset.keys === "off";
  let waiting = "";
  let lastPicked = null;

  const typing = (element) =>
    element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)
      && !/^(checkbox|radio|button|submit|reset)$/.test(element.type);
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  const current = () => document.activeElement?.closest("[data-row]") ?? null;

  function move(step) {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.querySelector("a")?.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function pick(upToHere) {
    const row = current();
    const box = row?.querySelector("input[type=checkbox]");
    if (!box) return false;
    if (upToHere && lastPicked?.isConnected) {
      const all = rows();
      const [from, to] = [all.indexOf(lastPicked), all.indexOf(row)].sort((a, b) => a - b);
      for (const other of all.slice(Math.max(from, 0), to + 1)) set(other, true);
    } else {
      set(row, !box.checked);
    }
    lastPicked = row;
    return true;
  }

  function set(row, chosen) {
    const box = row.querySelector("input[type=checkbox]");
    if (!box || box.checked === chosen) return;
    box.checked = chosen;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function press(keys) {
    const target = document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
    if (!target) return false;
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
    return true;
  }

  function find() {
    const box = document.querySelector("main [role=search] input[type=search]");
    if (!box) return press("/");
    box.focus();
    box.select();
    return true;
  }

  function act(event) {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (waiting) {
      waiting = "";
      return press(`G ${key}`);
    }
    switch (key) {
      case "G": waiting = "G"; setTimeout(() => { waiting = ""; }, 1500); return true;
      case "J": return move(1);
      case "K": return move(-1);
      case "X": return pick(event.shiftKey);
      case "/": return find();
      case "?": document.getElementById("keys")?.showModal(); return true;
      default: return /^[A-Z]$/.test(key) && press(key);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector(".btn.main")); }
      return;
    }
    if (off || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (act(event)) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-row] input[type=checkbox]")) box.closest("[data-row]").setAttribute("aria-selected", box.checked);
  });

  /* A form is sent once; its button says so and keeps its width. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  /* On a phone the rail is pushed sideways: the page one is on stands in its middle. */
  const here = document.querySelector(".rail [aria-current]");
  if (here) {
    const rail = here.closest(".rail");
    rail.scrollLeft += here.getBoundingClientRect().left - (rail.clientWidth - here.offsetWidth) / 2;
  }
  document.querySelector("[data-focus]")?.focus();
})();
