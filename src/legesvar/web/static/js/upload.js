// Uploads each chosen file at once and shows what the server made of it. Works as an ordinary file field without.
// <div data-upload data-upload-url data-most data-max-bytes data-…words> around the input, a list, a status, an alert
// a <template data-upload-row> and a <template data-upload-pdf> with a PDF's icon. POST (multipart: file, csrfmiddlewaretoken) answers
//   201 {"name", "size", "url", "thumbnail_url" or null, "is_pdf", "remove_url"}   or   4xx {"error": "…"}, 401 when logged out.
// Removing posts csrfmiddlewaretoken to the file's remove_url.

function watch(area) {
  const words = area.dataset;
  const input = area.querySelector("input[type=file]");
  const form = input.form;
  const list = area.querySelector("[data-upload-list]");
  const status = area.querySelector("[data-upload-status]");
  const alert = area.querySelector("[data-upload-alert]");
  const template = area.querySelector("[data-upload-row]");
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const waiting = new Map();
  const queue = [];
  let busy = false;

  const unsettled = () => [...waiting.keys()].filter((row) => row.isConnected);
  const say = (text) => { status.textContent = text; };
  function complain(text) {
    alert.hidden = !text;
    alert.textContent = text;
  }

  function fill(row, file) {
    row.querySelector("[data-name]").textContent = file.name;
    const remove = row.querySelector("[data-remove-name]");
    if (remove) remove.textContent = ` ${file.name}`;
  }

  function fail(row, text, network) {
    row.dataset.state = "failed";
    row.dataset.network = network ? "1" : "";
    row.querySelector("[data-note]").textContent = "";
    row.querySelector("[data-error]").textContent = text;
    say(`${row.querySelector("[data-name]").textContent}: ${text}`);
  }

  function finish(row, answer) {
    // The same picture once more is the one that hangs there already: a second row would remove it too.
    if ([...list.children].some((other) => other !== row && other.dataset.removeUrl === answer.remove_url)) {
      waiting.delete(row);
      row.remove();
      say(words.sent);
      return;
    }
    row.dataset.state = "done";
    row.dataset.removeUrl = answer.remove_url;
    row.querySelector("[data-note]").textContent = answer.size;
    const name = row.querySelector("[data-name]");
    if (answer.url) {
      const link = document.createElement("a");
      link.href = answer.url;
      link.textContent = answer.name;
      name.replaceChildren(link);
    } else name.textContent = answer.name;
    if (answer.thumbnail_url) {
      const picture = new Image();
      picture.alt = "";
      picture.src = answer.thumbnail_url;
      row.querySelector("[data-thumb]").replaceChildren(picture);
    } else if (answer.is_pdf) {
      row.querySelector("[data-thumb]").replaceChildren(area.querySelector("[data-upload-pdf]").content.cloneNode(true));
    }
    waiting.delete(row);
    say(words.sent);
  }

  function send(row) {
    return new Promise((ready) => {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token());
      body.append("file", waiting.get(row));
      const request = new XMLHttpRequest();
      request.open("POST", words.uploadUrl);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      row.request = request;
      row.dataset.state = "sending";
      row.querySelector("[data-error]").textContent = "";
      row.querySelector("[data-note]").textContent = words.sending;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) row.querySelector("progress").value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("load", () => {
        const answer = request.response || {};
        if (request.status === 201) finish(row, answer);
        else if (request.status === 401) fail(row, words.signedOut, false);
        else if (request.status === 413) fail(row, answer.error || words.tooBig, false);
        else fail(row, answer.error || words.failed, false);
      });
      request.addEventListener("error", () => fail(row, words.offline, true));
      request.addEventListener("loadend", ready);
      request.send(body);
    });
  }

  async function work() {
    if (busy) return;
    busy = true;
    for (let row = queue.shift(); row; row = queue.shift()) if (row.isConnected) await send(row);
    busy = false;
    if ([words.wait, words.settle].includes(alert.textContent)) complain(unsettled().length ? words.settle : "");
  }

  function add(file) {
    const row = template.content.firstElementChild.cloneNode(true);
    fill(row, file);
    list.append(row);
    waiting.set(row, file);
    if (file.size > Number(words.maxBytes)) fail(row, words.tooBig, false);
    else queue.push(row);
  }

  function choose() {
    const room = Number(words.most) - list.children.length;
    const files = [...input.files];
    input.value = "";
    complain(files.length > room ? words.tooMany : "");
    files.slice(0, Math.max(room, 0)).forEach(add);
    work();
  }

  function again(row) {
    if (!waiting.has(row) || row.dataset.state === "sending") return;
    queue.push(row);
    work();
  }

  async function remove(row) {
    row.request?.abort();
    if (row.dataset.removeUrl) {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token());
      try {
        const answer = await fetch(row.dataset.removeUrl, {
          method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error",
        });
        if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
      } catch {
        complain(words.failed);
        return;
      }
    }
    waiting.delete(row);
    row.remove();
    complain("");
    say(words.removed);
    input.focus();
  }

  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (event.target.closest("[data-remove]")) {
      event.preventDefault();
      remove(row);
    }
    if (event.target.closest("[data-retry]")) again(row);
  });
  input.addEventListener("change", choose);
  addEventListener("online", () => {
    for (const row of waiting.keys()) if (row.dataset.network) again(row);
  });
  form.addEventListener("submit", (event) => {
    const rows = unsettled();
    if (!rows.length || event.submitter?.formNoValidate) return;
    event.preventDefault();
    const failed = rows.find((row) => row.dataset.state === "failed");
    complain(failed ? words.settle : words.wait);
    (failed ? failed.querySelector("[data-retry]") : input).focus();
  });
}

document.querySelectorAll("[data-upload]").forEach(watch);
