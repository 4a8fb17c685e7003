// Turns on notices on this device: only when the button is pressed. What the browser answers is sent as a plain form.
const section = document.querySelector("[data-push]");
const form = section.querySelector("[data-push-on]");
const status = section.querySelector("[data-push-status]");
const text = (key) => btoa(String.fromCharCode(...new Uint8Array(key))).replaceAll("+", "-").replaceAll("/", "_");

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") {
    status.textContent = status.dataset.refused;
    return;
  }
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: section.dataset.key });
  form.elements.endpoint.value = made.endpoint;
  form.elements.public_key.value = text(made.getKey("p256dh"));
  form.elements.secret.value = text(made.getKey("auth"));
  form.submit();
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  form.hidden = false;
  section.querySelector("[data-push-no]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().catch(() => { status.textContent = status.dataset.refused; });
  });
}
