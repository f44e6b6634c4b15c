import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export type Asset = { path: string; contentType: string; plain: string; gzipped: Buffer };

/**
 * Starts GraphiQL with the options that the page holds. Tabs are kept by the browser; when the shop behind this address
 * is another than last time, its examples would name products that are gone, so they are drawn anew.
 */
const START = `
document.addEventListener('DOMContentLoaded', () => {
  const { shop, ...options } = JSON.parse(document.getElementById('options').textContent);
  try {
    if (shop && localStorage.getItem('holdfast:shop') !== shop) {
      for (const key of Object.keys(localStorage)) if (key.startsWith('graphiql:')) localStorage.removeItem(key);
      localStorage.setItem('holdfast:shop', shop);
      // the tab that opens first takes its variables from here, and not from the tab
      localStorage.setItem('graphiql:variables', options.defaultTabs[0].variables ?? '');
    }
  } catch {}
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), options);
});
`;

/** GraphiQL as files of our own, from a package that carries all of it: nothing is fetched from elsewhere. 9 MB, so made once. */
export async function loadAssets(): Promise<{ script: Asset; style: Asset }> {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
  const workers = JSON.stringify({ editorWorkerService, json: jsonWorker, graphql: graphqlWorker });
  const environment = `const workers = Object.fromEntries(Object.entries(${workers}).map(([label, text]) =>
    [label, URL.createObjectURL(new Blob([text], { type: 'application/javascript' }))]));
  self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_, label) => workers[label] };`;
  const script = await asset('js', 'text/javascript; charset=utf-8', `${environment}\n${js};\n${START}`);
  const style = await asset('css', 'text/css; charset=utf-8', css);
  return { script, style };
}

async function asset(extension: string, contentType: string, plain: string): Promise<Asset> {
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 16);
  return { path: `/playground/${hash}.${extension}`, contentType, plain, gzipped: await promisify(gzip)(plain) };
}
