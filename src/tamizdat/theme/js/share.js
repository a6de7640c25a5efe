// Copy, send and print: buttons that only work with a script, so it shows them.
(function () {
  var ways = {
    copy: function (button) {
      document.getElementById("address").select();
      if (document.execCommand("copy")) button.textContent = button.dataset.done;
    },
    share: navigator.share && function () {
      navigator.share({ title: document.title, url: document.getElementById("address").value }).catch(function () {});
    },
    print: function () {
      window.print();
    }
  };
  document.querySelectorAll("[data-do]").forEach(function (button) {
    var way = ways[button.dataset.do];
    if (!way) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      way(button);
    });
  });
  var address = document.getElementById("address");
  if (address && address.value[0] === "/") address.value = location.origin + address.value;
})();
