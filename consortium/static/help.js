// Leaving fast. The officer's pages work whole without it; it keeps nothing.
// The button [data-exit], or Shift three times (not Escape, which would stop the load), blanks the page and puts
// another in its place in the history.
// A poster's code, behind the # of the address, goes into the form and out of the address; asking never needs it.
"use strict";
(() => {
  const exit = document.querySelector("[data-exit]"), ask = document.querySelector(".ask");
  const leave = (event) => { event.preventDefault(); document.body.replaceChildren(); location.replace(exit.href); };
  let times = 0, since = 0;
  exit.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift" || event.timeStamp - since > 3000) times = 0;
    if (event.key === "Shift") { since = event.timeStamp; if (++times === 3) leave(event); }
  });
  const code = /^#([2-9b-z]{8})$/.exec(location.hash);
  if (!code) return;
  location.replace("#");
  if (ask) ask.append(Object.assign(document.createElement("input"), { type: "hidden", name: "code", value: code[1] }));
})();
