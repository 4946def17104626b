// Only what makes pages kinder: every page works whole without this file, and nothing is kept here.
// After <main> has been swapped, `document` gets a "main:swapped" event, so that other scripts can look again.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  document.documentElement.classList.add("js");

  // The time left to answer: counted from when the page came, so a wrong clock on the phone does no harm.
  // Screen readers hear whole minutes only.
  let ticking;
  const countdown = () => {
    clearInterval(ticking);
    const out = one("[data-left]"), bar = one("progress.count"), say = one("[data-say]");
    if (!out) return;
    const ends = performance.now() + 1000 * Number(out.dataset.left);
    let told = Math.ceil(Number(out.dataset.left) / 60);
    const tick = () => {
      const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
      out.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (bar) bar.value = left;
      if (say && left && left % 60 === 0 && left / 60 < told) {
        told = left / 60;
        say.textContent = say.dataset.say.replace("{n}", told);
      }
      if (!left) clearInterval(ticking);
    };
    tick();
    ticking = setInterval(tick, 1000);
  };

  // Load the page again and put its main part in place of ours; half-typed texts and the focus stay.
  const swap = async () => {
    const answer = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = one("main", fresh), main = one("main"), at = document.activeElement?.id;
    if (!next) return location.reload();
    const typed = new Map(all("textarea[id]", main).map((box) => [box.id, box.value]));
    main.replaceWith(next);
    for (const [id, text] of typed) { const box = document.getElementById(id); if (box) box.value = text; }
    if (at && at !== "main") document.getElementById(at)?.focus({ preventScroll: true });
    document.title = fresh.title;
    countdown();
    document.dispatchEvent(new Event("main:swapped"));
    return undefined;
  };

  // A form that is being filled in is never taken away: the page only says that something changed.
  const changed = () => {
    if (!one("main[data-keep]")) return swap();
    const told = one("[data-changed]");
    if (told) told.hidden = false;
    return undefined;
  };

  // The watch: lines of {"version": n}, read as they come; when the line drops, again after a growing pause.
  const watch = async () => {
    let pause = 1000;
    for (let main = one("main[data-watch]"); main; main = one("main[data-watch]")) {
      try {
        const answer = await fetch(main.dataset.watch, { cache: "no-store", credentials: "same-origin", headers: { accept: "application/x-ndjson" } });
        if (!answer.ok || !answer.body || answer.redirected) throw new Error("no watch");
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          pause = 1000;
          const lines = (rest + part.value).split("\n");
          rest = lines.pop();
          for (const line of lines.filter((text) => text.trim())) {
            const { version } = JSON.parse(line);
            if (String(version) !== one("main").dataset.version) { one("main").dataset.version = version; await changed(); }
          }
        }
      } catch { pause = Math.min(30000, pause * 2); }
      await wait(pause);
    }
  };

  // Left and right move between the bars of a timeline; every bar stays in the tab order too.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], bar = event.target.closest?.("[data-timeline] a");
    if (!step || !bar) return;
    const bars = all("a", bar.closest("[data-timeline]")), next = bars[bars.indexOf(bar) + step];
    if (next) { next.focus(); event.preventDefault(); }
  });

  // Open menus close with Escape or a tap elsewhere.
  const close = (event) => all("details.menu[open], details.more[open]").forEach((menu) => {
    if (event.key === "Escape") { menu.open = false; one("summary", menu).focus(); }
    else if (event.type === "click" && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);

  all("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
  countdown();
  if (one("main[data-watch]")) watch();
})();
