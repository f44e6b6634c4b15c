import sanitizeHtml from 'sanitize-html';

const allowed: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'ul', 'ol', 'li', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote'],
  allowedAttributes: {},
  // A page has one h1, and it is not the merchant's.
  transformTags: { h1: 'h2' },
};

/** Keeps the basic formatting of a description and drops everything that could act: scripts, styles, links, attributes. */
export function sanitizeDescription(html: string): string {
  // without a tag there is nothing to take out, and "A & B" stays as it was written
  return html.includes('<') ? sanitizeHtml(html, allowed).trim() : html.trim();
}
