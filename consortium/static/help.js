// Leaving fast. The officer's pages work whole without it; it keeps nothing and reads nothing.
// The button [data-exit], or Shift three times (not Escape, which would stop the load), blanks the page and puts
// another in its place in the history.
"use strict";
(() => {
  const exit = document.querySelector("[data-exit]");
  const leave = (event) => { event.preventDefault(); document.body.replaceChildren(); location.replace(exit.href); };
  let times = 0, since = 0;
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift" || event.timeStamp - since > 3000) times = 0;
    if (event.key === "Shift") { since = event.timeStamp; if (++times === 3) leave(event); }
  });
})();
