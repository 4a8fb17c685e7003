// The page is loaded when its frames are: by then every portal has been told.
addEventListener("load", () => location.replace(document.getElementById("videre").href));
