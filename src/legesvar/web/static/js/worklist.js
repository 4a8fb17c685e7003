// Brings the open row of the worklist into sight when the list scrolls beside the thread.

const row = document.querySelector(".panes__list .work[aria-current]");
const list = row?.closest(".panes__list");
if (list && list.scrollHeight > list.clientHeight) {
  list.scrollTop = row.offsetTop - (list.clientHeight - row.offsetHeight) / 2;
}
