import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/meilisearch/', import.meta.url));
/** Where the engine's published words are: its OpenAPI document, its error codes, recorded requests and answers. */
export const published = (file: string): string => `${FOLDER}${file}`;
export const noPublished: string | null = existsSync(published('openapi.json')) ? null : '../shared/data/meilisearch is not there';

type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, object>; required?: boolean };
  responses: Record<string, { content?: Record<string, object> }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, object> } };

/** What the OpenAPI document says against a request or an answer: nothing, or a line. */
export type Published = {
  request(asked: { method: string; path: string; query: string[]; body: unknown }): string | null;
  answer(method: string, path: string, status: number, body: unknown): string | null;
};

const pointer = (...steps: string[]): string => steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export function readPublished(): Published {
  const document = JSON.parse(readFileSync(published('openapi.json'), 'utf8')) as Document;
  // the document shows the server's own type here; its clients and its prose have the list that goes over the wire
  document.components.schemas.AttributePatterns = { type: 'array', items: { type: 'string' } };
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(document, 'openapi');
  const compiled = new Map<string, ValidateFunction>();
  const against = (at: string, value: unknown): string | null => {
    if (!compiled.has(at)) compiled.set(at, ajv.compile({ $ref: `openapi#${encodeURI(at)}` }));
    const check = compiled.get(at)!;
    return check(value) ? null : ajv.errorsText(check.errors);
  };
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replace(/[{][^}]+[}]/g, '[^/]+')}$`),
  }));
  /** A path without variables is the one that is meant, where two fit. */
  const templateOf = (path: string) =>
    templates.filter(({ pattern }) => pattern.test(path)).sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0]
      ?.template;

  return {
    request({ method, path, query, body }) {
      const template = templateOf(path);
      const operation = template && document.paths[template]![method.toLowerCase()];
      if (!operation) return `there is no ${method} ${path}`;
      const known = new Set((operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name));
      const strange = query.filter((name) => !known.has(name));
      if (strange.length > 0) return `${method} ${path} takes no ${strange.join(', ')}`;
      if (!operation.requestBody) return body === undefined ? null : `${method} ${path} takes no body`;
      if (body === undefined) return `${method} ${path} wants a body`;
      return against(pointer('paths', template!, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'), body);
    },
    answer(method, path, status, body) {
      const template = templateOf(path)!;
      const operation = document.paths[template]![method.toLowerCase()]!;
      if (!operation.responses[status]?.content?.['application/json']) return null;
      const steps = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'];
      return against(pointer(...steps), body);
    },
  };
}
