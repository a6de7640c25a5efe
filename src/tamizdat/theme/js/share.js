// Copy, send and print: buttons that only work with a script, so it shows them.
(function () {
  var addresses = document.querySelectorAll("#address, #share-address");
  var ways = {
    copy: function (button) {
      var said = button.textContent;
      document.getElementById(button.dataset.of).select();
      if (!document.execCommand("copy") || said === button.dataset.done) return;
      button.textContent = button.dataset.done;
      setTimeout(function () {
        button.textContent = said;
      }, 4000);
    },
    share: navigator.share && function () {
      navigator.share({ title: document.title, url: addresses[0].value }).catch(function () {});
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
  // Paper has nothing to press and nothing to scroll: what is folded is printed open, and pictures are fetched that were far away.
  var folded = [];
  addEventListener("beforeprint", function () {
    document.querySelectorAll("img[loading]").forEach(function (image) {
      image.loading = "eager";
    });
    folded = Array.from(document.querySelectorAll(".transcript:not([open])"));
    folded.forEach(function (part) {
      part.open = true;
    });
  });
  addEventListener("afterprint", function () {
    folded.forEach(function (part) {
      part.open = false;
    });
  });
  addresses.forEach(function (field) {
    if (field.value[0] === "/") field.value = location.origin + field.value;
  });
})();
