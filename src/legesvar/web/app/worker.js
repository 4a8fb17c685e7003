// Keeps the files listed in KEPT and one page that says there is no net. Nothing else is ever kept: no page of a
// patient's, no attachment. What is sent by a form goes past it, so that the browser can try it again.
const NAME = `legesvar-${KEPT.version}`;

self.addEventListener("install", (event) => {
  // The files are named by their content, so what the browser has just fetched for the page will do.
  const wanted = [...KEPT.files.map((url) => new Request(url, { credentials: "omit" })),
    new Request(KEPT.page, { credentials: "omit", cache: "reload" })];
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(wanted)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

const kept = (url) => caches.match(url, { ignoreVary: true });

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(KEPT.page).then((page) => page || Response.error())));
  } else if (!search && KEPT.files.includes(pathname)) {
    event.respondWith(kept(pathname).then((file) => file || fetch(request)));
  }
});

// A notice says only that there is something to read; what it leads to stands behind the login.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // Something must be shown all the same: browsers take the right away from who stays silent.
  }
  const { title = KEPT.name, body = "", path = "/innboks/" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, icon: KEPT.icon, tag: path, data: path }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
