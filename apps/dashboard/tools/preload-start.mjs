/** The files that every page needs, named in the page itself: they are on their way before any script has run. */
export function preloadStart({ entry, base }) {
  const find = (bundle, isIt) => Object.values(bundle).find((output) => output.type === 'chunk' && isIt(output));
  const reach = (bundle, fileName, seen) => {
    if (seen.has(fileName)) return seen;
    seen.add(fileName);
    for (const next of bundle[fileName]?.imports ?? []) reach(bundle, next, seen);
    return seen;
  };
  return {
    name: 'preload-start',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const start = find(bundle, ({ facadeModuleId }) => facadeModuleId?.endsWith(entry) === true);
        if (start === undefined) return [];
        const files = [...reach(bundle, start.fileName, new Set())].filter((file) => !html.includes(file));
        return files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: base + file },
          injectTo: 'head',
        }));
      },
    },
  };
}
