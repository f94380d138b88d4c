const state = document.getElementById('state');

async function ask(path) {
  const response = await fetch(path, { cache: 'no-store' });
  return { ok: response.ok, body: await response.json() };
}

async function describe() {
  const health = await ask('/health');
  const ready = await ask('/ready');
  return `Version ${health.body.version}, ${ready.ok ? 'ready' : 'running, but not ready yet'}.`;
}

describe().then(
  (text) => (state.textContent = text),
  () => (state.textContent = 'The daemon does not answer.'),
);
