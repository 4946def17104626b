// The last copy of one page, “On call”, for when there is no connection. It is registered for that page's own address
// and sees no other. The copy says from when it is, is kept for a day, and goes when somebody signs out.
"use strict";
const KEPT = "on-call", MOST = 24 * 3600 * 1000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const copy = async (request) => {
  const cache = await caches.open(KEPT), held = await cache.match(request.url);
  const since = held && Date.parse(held.headers.get("x-kept-at"));
  if (!held || !(Date.now() - since < MOST)) {
    await cache.delete(request.url);
    return Response.error();
  }
  const page = (await held.text()).replace('id="offline" hidden', 'id="offline"');
  return new Response(page, { headers: held.headers });
};

const keep = async (request, answer) => {
  const cache = await caches.open(KEPT);
  if (answer.ok && !answer.redirected) {
    const headers = new Headers(answer.headers);
    headers.set("x-kept-at", new Date().toUTCString());
    await cache.put(request.url, new Response(await answer.blob(), { headers }));
  } else await cache.delete(request.url);
};

addEventListener("fetch", (event) => {
  const here = new URL(registration.scope).pathname, asked = new URL(event.request.url);
  if (event.request.mode !== "navigate" || event.request.method !== "GET" || asked.pathname !== here || asked.search) return;
  event.respondWith((async () => {
    try {
      const answer = await fetch(event.request);
      event.waitUntil(keep(event.request, answer.clone()));
      return answer;
    } catch {
      return copy(event.request);
    }
  })());
});
