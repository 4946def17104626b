// Messages that only two open pages can read: the officer's (/help) and the peer's (/duty). Loaded only while a
// text talk is open. Without this file, or until both pages have a key, messages go to the server as plain text
// and the page says so. Keys live in this page's memory and nowhere else: a page opened anew makes a new one.
//
// What a page must hold (found again after every change of the document, so it may be swapped at any time):
//   [data-talk]                the container, with
//     data-side="officer|peer"         whose page this is
//     data-my-key="b64|"               what this side posted last with kind=key, as the server has it
//     data-other-key="b64|"            what the other side posted last
//     data-endpoint-field="step|act"   the field that says what a post does (otherwise: whichever the form has)
//   form[data-say-form]        in it: hidden inputs to carry with every post (words or attempt, …) and a
//                              textarea name=body. It posts to its own address; the answer is the whole page again.
//   [data-thread] > li         data-side="officer|peer", data-kind="plain|sealed", data-opaque="b64" if sealed;
//                              the text of an opened message goes into its [data-text]
//   [data-mode]                shows its data-plain or its data-locked, whichever is true for what is written next
//   [data-pair] (hidden)       with [data-pair-words]: two words, the same on both pages
//
// What goes out, as form fields over the hidden ones: {step|act}=say, kind=key|sealed, opaque=base64.
//   kind=key     32 octets: SHA-256 of the officer's public key, a promise. 65 octets: a public key (P-256, raw).
//   kind=sealed  12 octets of IV, then AES-256-GCM of the UTF-8 text with the side ("officer" or "peer") as
//                additional data.
// The key: HKDF-SHA-256 of the ECDH secret, empty salt, info "consortium talk 1" and both public keys.
// The order: officer promises, peer shows its key, officer shows the promised key. So whoever stands between has
// one guess in 65,536 at the two words, not as many as it can compute. The words come from SHA-256 of both keys.
//
// Not handled here: a server that sends a changed script. Live updates and swapping are the page's own; an answer
// is offered as the event "page:came" (detail: the HTML) and, if nobody takes it, <main> is replaced here.
"use strict";
(() => {
  const crypt = globalThis.crypto?.subtle;
  if (!crypt) return; // not a secure address: the plain way stays
  const WORDS = `
    acacia actual agenda alfalfa algebra alpaca andante angular animal area armada aroma astral atlas aurora
    austral azalea balsa banana banjo barrio bazar bingo bolero bonanza bonito bravo burrito cabana cactus caldera
    camera canal canasta candor canon cantata cantor capital cargo caviar central cereal chef chicle chip chorizo
    club cobra color condor coral cordial corona corral cosmos coyote crater cursor debate delta dental digital
    diploma disco dorado dragon drama durable eclipse electro elixir enigma extra facial factor fauna federal
    festival flamenco flora floral fresco frugal fusion gala general genial girasol global gluten golf gondola
    gradual grande gratis habitat hobby hotel humor idea iguana indigo inventor jaguar jazz jovial judo junior
    kayak kilo kiwi koala lambda laurel lava liberal lima llama logo lunar macro maestro magenta magma magnolia
    mango manual maraca marimba marina mascara medium mentor menu metal metro mimosa mineral minimal monitor motel
    motor mural musical mutual nacho natural nectar neon nirvana normal notable nylon oasis omega opera orbital
    oregano origami oval paella pagoda panda papaya parasol pasta pastel pastor patio patron peso petunia piano
    pinto pita pizza plan plasma plaza plural polenta polo poncho popular portal posada postal poster pronto
    pulsar puma radar radio rancho regular retina reunion ritual robot rodeo romance rosa rumba safari salami
    salmon salsa samba sauna senior sierra siesta silo similar simple social soda sofa solar solo sombrero sonata
    soprano sushi tabasco taco tango tapioca taxi tempo tenor tiara timbre tofu total tractor trio tropical tuba
    tundra tutor valor vapor vaquero vector vegetal video villa violin visible vision vista yoga zigzag zoom`.trim().split(/\s+/);
  const COMMITMENT = 32, KEY = 65, IV = 12;
  const one = (css, root = document) => root.querySelector(css);
  const utf8 = new TextEncoder();
  const to64 = (octets) => btoa(String.fromCharCode(...new Uint8Array(octets)));
  const from64 = (text) => { try { return Uint8Array.from(atob(text || ""), (c) => c.charCodeAt(0)); } catch { return new Uint8Array(); } };
  const hash = async (octets) => new Uint8Array(await crypt.digest("SHA-256", octets));
  const join = (...pieces) => Uint8Array.from(pieces.flatMap((piece) => [...piece]));

  let pair, raw;            // our key pair and its public half, raw
  let want = "";            // what we want the server to hold as our key
  let stale = "";           // officer: the other key that was there before our promise; it does not answer it
  let promise = "";         // peer: the officer's promise that our key answers
  let answered = "";        // peer: a key without a promise that we have already asked to begin anew
  let agreed = "";          // the other side's public key that `shared` belongs to
  let shared, words = "";   // the AES key and the two words
  const opened = new Map(); // opaque -> text

  const fresh = async () => {
    pair = await crypt.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    raw = new Uint8Array(await crypt.exportKey("raw", pair.publicKey));
    agreed = words = "";
    shared = undefined;
  };

  const agree = async (theirs, side) => {
    const other = from64(theirs);
    try {
      const point = await crypt.importKey("raw", other, { name: "ECDH", namedCurve: "P-256" }, false, []);
      const secret = await crypt.deriveBits({ name: "ECDH", public: point }, pair.privateKey, 256);
      const both = side === "officer" ? join(raw, other) : join(other, raw);
      const base = await crypt.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
      const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: join(utf8.encode("consortium talk 1"), both) };
      shared = await crypt.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const sum = await hash(both);
      words = `${WORDS[sum[0]]} ${WORDS[sum[1]]}`;
      agreed = theirs;
    } catch { shared = undefined; }
  };

  // The officer begins, and begins again whenever the other side's page is a new one.
  const officer = async (theirs) => {
    const key = from64(theirs).length === KEY;
    if (!pair || (agreed && theirs !== agreed)) {
      await fresh();
      stale = theirs;
      want = to64(await hash(raw));
    } else if (!agreed && key && theirs !== stale) {
      await agree(theirs, "officer");
      want = to64(raw);
    }
  };

  // The peer answers a promise with a key, and takes the officer's key only if it was promised.
  const peer = async (theirs) => {
    const octets = from64(theirs);
    if (agreed && theirs !== agreed) await fresh();
    if (octets.length === COMMITMENT && theirs !== promise) {
      promise = theirs;
      await fresh();
      want = to64(raw);
    } else if (octets.length === KEY && theirs !== agreed) {
      if (promise && to64(await hash(octets)) === promise) await agree(theirs, "peer");
      else if (answered !== theirs) {
        answered = theirs;
        promise = "";
        await fresh();
        want = to64(raw);
      }
    }
  };

  // Whether what is written now is locked: only to the key that the other side's page has now.
  const locked = () => Boolean(shared) && one("[data-talk]")?.dataset.otherKey === agreed;

  const post = async (fields) => {
    const form = one("[data-say-form]"), talk = one("[data-talk]"), body = new URLSearchParams(new FormData(form));
    body.delete("body");
    body.set("once", crypto.randomUUID().replaceAll("-", "")); // the page's own is for what is pressed
    body.set(talk.dataset.endpointField || ("act" in form.elements ? "act" : "step"), "say");
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(form.action, { method: "POST", body, cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error("not taken");
    const html = await answer.text();
    if (dispatchEvent(new CustomEvent("page:came", { detail: html, cancelable: true }))) replace(html);
  };

  const replace = (html) => {
    const next = one("main", new DOMParser().parseFromString(html, "text/html")), typed = one("[data-say-form] textarea")?.value ?? "";
    if (!next) return;
    one("main").replaceWith(next);
    const box = one("[data-say-form] textarea");
    if (box) box.value = typed;
    document.dispatchEvent(new Event("main:swapped"));
  };

  const unseal = async (item) => {
    const { opaque, side } = item.dataset;
    if (!opened.has(opaque) && shared) {
      const octets = from64(opaque), how = { name: "AES-GCM", iv: octets.slice(0, IV), additionalData: utf8.encode(side) };
      try { opened.set(opaque, new TextDecoder().decode(await crypt.decrypt(how, shared, octets.slice(IV)))); } catch { return; }
    }
    show(item);
  };

  const put = (node, text) => { if (node && node.textContent !== text) node.textContent = text; };
  const show = (item) => { if (opened.has(item.dataset.opaque)) put(one("[data-text]", item), opened.get(item.dataset.opaque)); };

  const tell = () => {
    const mode = one("[data-mode]"), told = one("[data-pair]");
    if (mode) put(mode, locked() ? mode.dataset.locked : mode.dataset.plain);
    if (told) { told.hidden = !locked(); put(one("[data-pair-words]", told), words); }
  };

  // Look at the page as it is now: bring the keys on by one step, then show what can be shown.
  let tries = 0;
  const look = async () => {
    const talk = one("[data-talk]");
    if (!talk || !one("[data-say-form]")) return;
    await (talk.dataset.side === "officer" ? officer : peer)(talk.dataset.otherKey || "");
    if (want === (talk.dataset.myKey || "")) tries = 0;
    else if (tries++ < 5) await post({ kind: "key", opaque: want });
    for (const item of document.querySelectorAll("[data-thread] [data-opaque]")) await unseal(item);
    tell();
  };

  // One thing at a time.
  let queue = Promise.resolve(), asked = false;
  const then = (work) => { queue = queue.then(work).catch(() => {}); return queue; };
  const soon = () => {
    document.querySelectorAll("[data-thread] [data-opaque]").forEach(show); // before it is painted, if known
    tell();
    if (asked) return;
    asked = true;
    then(() => { asked = false; return look(); });
  };

  addEventListener("submit", (event) => {
    const form = event.target, box = one("textarea", form), text = box?.value.trim();
    if (!form.matches("[data-say-form]") || !locked() || !text) return;
    event.preventDefault();
    box.value = "";
    then(async () => {
      try {
        const iv = crypto.getRandomValues(new Uint8Array(IV)), side = one("[data-talk]").dataset.side;
        const sealed = await crypt.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(side) }, shared, utf8.encode(text));
        const opaque = to64(join(iv, new Uint8Array(sealed)));
        opened.set(opaque, text);
        await post({ kind: "sealed", opaque });
        if (!one(`[data-opaque="${opaque}"]`)) throw new Error("not kept");
      } catch {
        const again = one("[data-say-form] textarea"); // it was not taken: the words come back into the box
        if (again) again.value = again.value ? `${text}\n${again.value}` : text;
      }
    });
  }, true);

  new MutationObserver(soon).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-other-key", "data-my-key"] });
  soon();
})();
