/* Brings the words of the chosen item into view, inside the source text only. */
"use strict";
(() => {
  const box = document.querySelector(".source .lines");
  const line = box?.querySelector("li.chosen");
  if (line) box.scrollTop = line.offsetTop - box.offsetTop - box.clientHeight / 3;
})();
