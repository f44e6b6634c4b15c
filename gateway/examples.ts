/** Of the shop that runs: a product that can be bought, and a word that finds something. */
export type ExampleValues = { slug: string; variantId: string; search: string };
export type Tab = { query: string; variables?: string };

const SEARCH = `# Welcome to Holdfast. Press the play button, or Ctrl-Enter.
# The next tabs show a product, a cart, a checkout, an order, an account.
query Search($search: String, $filter: ProductFilter) {
  products(search: $search, filter: $filter, sort: RELEVANCE, first: 5) {
    totalCount
    facets { label values { label count } }
    nodes {
      slug
      title
      brand
      inStock
      priceRange { min { amount currencyCode } max { amount } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;

const PRODUCT = `# Price and stock live on the variant, not on the product.
query Product($slug: String!) {
  product(slug: $slug) {
    id
    title
    description
    category { path { name } }
    images { url altText }
    options { name values }
    variants {
      id
      sku
      selectedOptions { name value }
      price { amount amountMinor currencyCode }
      availability { status maxOrderQuantity }
    }
  }
}
`;

const CART = `# What cannot be done is data: try a quantity of 0,
# and read userErrors.
mutation Cart($input: CartCreateInput!) {
  cartCreate(input: $input) {
    cart {
      id
      totalQuantity
      lines {
        id
        quantity
        unitPrice { amount }
        lineTotal { amount }
        variant { sku product { title } availability { status } }
      }
      subtotal { amount currencyCode }
      warnings { code message }
    }
    userErrors { __typename code message path }
  }
}
`;

const CHECKOUT = `# Press twice: the same idempotencyKey gives the same order,
# charged once (replayed: true). A new key is a new order.
# pm_card_visa_chargeDeclined as paymentMethodId is refused.
mutation Checkout($input: CheckoutInput!) {
  checkout(input: $input) {
    __typename
    ... on CheckoutCompleted {
      accessToken
      replayed
      order { id number status totals { total { amount currencyCode } } }
    }
    ... on CheckoutActionRequired { attemptId clientSecret }
    ... on CheckoutProcessing { attemptId pollAfterMs }
    ... on CheckoutQueued { attemptId position pollAfterMs }
    ... on CheckoutRejected {
      userErrors { __typename code message path ... on PaymentDeclined { declineCode } ... on InsufficientStock { available } }
    }
  }
}
`;

const ORDER = `# The whole order of the tab before: the key is the same,
# so nothing is bought again. Later, a guest reads it by
#   query { order(id: "...", accessToken: "...") { status } }
mutation Order($input: CheckoutInput!) {
  checkout(input: $input) {
    __typename
    ... on CheckoutCompleted {
      accessToken
      replayed
      order {
        id
        number
        status
        email
        lines { sku title quantity unitPrice { amount } lineTotal { amount } variant { product { slug } } }
        totals { subtotal { amount } delivery { amount } tax { amount } discount { amount } total { amount currencyCode } }
        payment { status amount { amount } refunded { amount } }
        shippingAddress { name line1 city postalCode countryCode }
        timeline { at type message }
      }
    }
    ... on CheckoutProcessing { attemptId pollAfterMs }
    ... on CheckoutRejected { userErrors { __typename code message } }
  }
}
`;

const SIGN_IN = `# A new customer, signed in. Put the accessToken into the Headers below, in
# every tab that is to be theirs; it lasts a quarter of an hour:
#   { "Authorization": "Bearer <accessToken>" }
# Whoever is known already signs in by customerLogin.
mutation SignIn($email: String!, $password: String!, $name: String) {
  customerRegister(email: $email, password: $password, name: $name) {
    accessToken
    refreshToken
    expiresAt
    customer { id email name }
    userErrors { code message path }
  }
}
`;

const ME = `# Null for a guest. With the header of the tab before: you.
query Me {
  me {
    id
    email
    name
    addresses { id isDefault address { name line1 city postalCode countryCode } }
  }
}
`;

const CATEGORIES = `# This shop has nothing to sell yet. Save products by
# productSave at /admin/graphql, or import them:
#   npm run import -- FILE.csv
query Categories {
  categories { slug name children { slug name } }
}
`;

/** Operations that work as they stand: their variables hold what this shop has, and one key for checkout and order. */
export function exampleTabs(values: ExampleValues | null, idempotencyKey: string): Tab[] {
  if (!values) return [tab(SEARCH, {}), tab(CATEGORIES, {})];
  const shippingAddress = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
  const lines = [{ variantId: values.variantId, quantity: 1 }];
  const input = { idempotencyKey, lines, email: 'ada@example.com', shippingAddress, paymentMethodId: 'pm_card_visa' };
  return [
    tab(SEARCH, { search: values.search, filter: { inStock: true } }),
    tab(PRODUCT, { slug: values.slug }),
    tab(CART, { input: { lines: [{ variantId: values.variantId, quantity: 2 }] } }),
    tab(CHECKOUT, { input }),
    tab(ORDER, { input }),
    tab(SIGN_IN, { email: `ada-${idempotencyKey.slice(-8)}@example.com`, password: 'correct horse battery', name: 'Ada Byron' }),
    tab(ME, {}),
  ];
}

const tab = (query: string, variables: object): Tab => ({ query, variables: JSON.stringify(variables, null, 2) });
