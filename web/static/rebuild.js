// Follows a running rebuild and shows the page anew when it has ended.
const bar = document.getElementById("rebuild-progress");
const said = document.getElementById("rebuild-said");

async function follow() {
  const response = await fetch(bar.dataset.address);
  const { state, done, total } = await response.json();
  if (state !== "running") {
    location.reload();
    return;
  }
  if (total) {
    bar.max = total;
    bar.value = done;
    said.textContent = ` ${done.toLocaleString("en")} of ${total.toLocaleString("en")} articles`;
  }
  setTimeout(follow, 1000);
}

if (bar) setTimeout(follow, 500);
