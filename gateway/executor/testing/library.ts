import { parse } from 'graphql';
import type { SubgraphSdl } from '../../../schema/composition/subgraphs.ts';

/** A supergraph that has, of what federation has, what the shop's own has not: `@requires`, `@provides`, interfaces over subgraphs, nested keys. */
const SDL: Record<string, string> = {
  books: `
    type Query {
      books(first: Int = 3, genre: Genre): [Book!]!
      book(id: ID!): Book
      media(kinds: [String!]): [Media!]
      firstMedia: Media!
      find(text: String!, filter: Filter): [Hit]
      node(id: ID!): Node
      matrix: [[Cell!]!]
      dims: Dims @shareable
    }
    type Mutation {
      addBook(input: BookInput!): AddBookPayload!
      rename(id: ID!, to: String = "x"): Book
      touch: Int
    }
    input BookInput { title: String! genre: Genre = NOVEL tags: [String!] filter: Filter }
    input Filter { min: Int, max: Int = 9, not: Filter }
    type AddBookPayload { book: Book problems: [Problem!]! }
    interface Problem { code: String! message: String! }
    type Taken implements Problem { code: String! message: String! by: Book }
    type Odd implements Problem { code: String! message: String! hint: String }
    interface Node { id: ID! }
    interface Media @key(fields: "id") { id: ID! title(lang: Lang = EN, upper: Boolean): String year: Int }
    type Book implements Media & Node @key(fields: "id") @key(fields: "isbn") {
      id: ID!
      isbn: String!
      title(lang: Lang = EN, upper: Boolean): String
      year: Int
      pages: Int!
      weight(unit: Unit!): Float
      genre: Genre
      genres: [Genre!]
      author: Author!
      coauthors: [Author]
      dims: Dims @shareable
      cells: [[Cell]]
      sequel: Book
    }
    type Film implements Media & Node @key(fields: "id") {
      id: ID!
      title(lang: Lang = EN, upper: Boolean): String
      year: Int
      minutes: Int
      director: Author
      basedOn: Book
    }
    union Hit = Book | Film | Author | Note | Series
    type Series @key(fields: "id") { id: Int! name: String }
    type Note { text: String! about: Book lines: [Cell!] }
    type Cell { x: Int! y: Int note: Note any: Any }
    type Dims @shareable { w: Int! h: Int }
    type Author @key(fields: "id") { id: ID! motto: String }
    enum Genre { NOVEL ESSAY SECRET @inaccessible }
    enum Lang { EN DE }
    enum Unit { KG LB }
    scalar Any`,
  people: `
    type Query { authors(first: Int = 2): [Author!] author(id: ID!): Author dims: Dims @shareable }
    type Mutation { hire(name: String!): Author! }
    type Author @key(fields: "id") {
      id: ID!
      name: Name! @shareable
      pennames: [Name] @shareable
      born: Int @shareable
      books: [Book!]
      mentor: Author
      favourite: Hit
      contact: Contact
      contacts: [Contact!]
    }
    type Name { first: String! }
    type Book @key(fields: "isbn", resolvable: false) { isbn: String! }
    type Email { address: String! verified: Boolean }
    type Phone { number: String! }
    union Contact = Email | Phone
    union Hit = Author | Book
    type Dims @shareable { w: Int! h: Int }`,
  stock: `
    type Query { copies: [Copy!]! }
    type Book @key(fields: "isbn") {
      isbn: String!
      stock: Int!
      left: Int
      weight(unit: Unit!): Float @external
      genre: Genre @external
      dims: Dims @external
      shipping(express: Boolean = false): Int @requires(fields: "weight(unit: KG) dims { w h }")
      label(x: Int): String! @requires(fields: "genre")
      place: Place!
    }
    type Dims @shareable { w: Int! h: Int }
    type Series @key(fields: "id") { id: Int! volumes: Int place: Place! }
    type Place { aisle: String! copies: [Copy!] }
    type Copy @key(fields: "book { isbn } number") { book: Book! number: Int! shelfmark: String }
    enum Genre { NOVEL ESSAY SECRET @inaccessible }
    enum Unit { KG LB }`,
  ratings: `
    type Query { topRated(min: Float): [Media!]! }
    type Media @key(fields: "id") @interfaceObject { id: ID! rating: Float reviews(first: Int = 2): [Review!]! best: Review }
    type Review @key(fields: "id") { id: ID! text: String author: Author! @provides(fields: "born") media: Media! stars: Int! }
    type Author @key(fields: "id") { id: ID! born: Int @external reviews: [Review!] }`,
  loans: `
    type Copy @key(fields: "book { isbn } number") { book: Book! number: Int! due: String borrower: Author }
    type Book @key(fields: "isbn", resolvable: false) { isbn: String! }
    type Author @key(fields: "id") {
      id: ID!
      contact: Contact @external
      contacts: [Contact!] @external
      reachable: String @requires(fields: "contact { ... on Email { address } ... on Phone { number } }")
      called: [String] @requires(fields: "contacts { ... on Phone { number } }")
      loans: [Copy!]!
      name: Name! @shareable
      pennames: [Name] @shareable
    }
    type Name { last: String }
    type Email { address: String! @external }
    type Phone { number: String! @external }
    union Contact = Email | Phone`,
};

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible"])`;

/** What generated operations would seldom ask, as it takes several fields together. */
export const SELDOM = [
  '{ find(text: "a") { ... on Book { rating } ... on Series { volumes place { aisle } } ... on Note { text } } }',
  '{ authors { name { first last } pennames { last first } contacts { ... on Phone { number } } called reachable } }',
  '{ books { title shipping label weight(unit: KG) sequel { shipping genre } } }',
  '{ books { sequel { sequel { stock rating place { copies { due book { stock } } } } } coauthors { born loans { due } } } }',
  'mutation { a: rename(id: "a1") { stock } hire(name: "x") { loans { due } } b: addBook(input: { title: "x" }) { book { rating } problems { code ... on Taken { by { stock } } } } }',
  '{ topRated { __typename title ... on Book { stock reviews { author { born motto } } } ... on Film { minutes basedOn { left } } } }',
];

export const library = (): SubgraphSdl[] =>
  Object.entries(SDL).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(`${LINK} ${sdl}`) }));
