// Light or dark, before the first paint: a classic script in the head, because a module would run after it.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = localStorage.getItem('eidetic.theme');
  if (chosen) root.dataset.theme = chosen;

  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const tell = () => button.setAttribute('aria-pressed', String(isDark()));
    system.addEventListener('change', tell);
    button.addEventListener('click', () => {
      const wanted = isDark() ? 'light' : 'dark';
      // What the system says anyway is not kept: the page goes on following it.
      if ((wanted === 'dark') === system.matches) {
        delete root.dataset.theme;
        localStorage.removeItem('eidetic.theme');
      } else {
        root.dataset.theme = wanted;
        localStorage.setItem('eidetic.theme', wanted);
      }
      tell();
    });
    tell();
  });
})();
