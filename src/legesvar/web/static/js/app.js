// Lets the portal be installed as an app, and say so when there is no net.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
