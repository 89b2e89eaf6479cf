/** Has the browser keep the whole site for times without a network, after the page is there, unless data is to be saved. */
export function keepForOffline(window, base) {
  const { navigator, document, isSecureContext } = window;
  if (!isSecureContext || !('serviceWorker' in navigator) || navigator.connection?.saveData) return;
  const register = () => {
    // Without one, as in a private window of some browsers, the site works as long as there is a network.
    navigator.serviceWorker.register(`${base}service-worker.js`, { updateViaCache: 'none' }).catch(() => {});
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
