// Written by `npm run codegen` from schema.graphql and the vocabulary. Do not edit.
import type { Identity } from '../../../kit/identity.ts';

/** What one resolver hands to the next: fields that have a resolver of their own may be absent. */
export type Part<T> = T extends Date ? T : T extends readonly (infer I)[] ? readonly Part<I>[] : T extends object ? Parts<T> : T;
type Parts<T> = { [K in keyof T]?: Part<T[K]> };

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 3166-1 alpha-2, upper case: "DE". */
  CountryCode: { input: string; output: string; }
  /** ISO 4217, upper case: "EUR". */
  CurrencyCode: { input: string; output: string; }
  /** RFC 3339, UTC: "2026-01-31T09:00:00.000Z". */
  DateTime: { input: string; output: string | Date; }
  /** A whole number of the currency's smallest unit (cents), exact to 2^53-1. */
  MinorUnits: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type AddressInput = {
  city: Scalars['String']['input'];
  countryCode: Scalars['CountryCode']['input'];
  line1: Scalars['String']['input'];
  line2?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
  phone?: InputMaybe<Scalars['String']['input']>;
  postalCode: Scalars['String']['input'];
  region?: InputMaybe<Scalars['String']['input']>;
};

/** A cart has one live checkout: beginning again returns it, extended. */
export type BeginCheckoutInput = {
  cartId: Scalars['ID']['input'];
  /** Optional: the cart itself makes it repeatable. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  shippingAddress?: InputMaybe<AddressInput>;
  waitingRoomToken?: InputMaybe<Scalars['String']['input']>;
};

export type BeginCheckoutPayload = {
  __typename?: 'BeginCheckoutPayload';
  checkout?: Maybe<Checkout>;
  userErrors: Array<UserError>;
};

export type Cart = {
  __typename?: 'Cart';
  id: Scalars['ID']['output'];
};

export type CartLineInput = {
  quantity?: Scalars['Int']['input'];
  variantId: Scalars['ID']['input'];
};

/** A cart that someone is buying: the stock is held until expiresAt. */
export type Checkout = {
  __typename?: 'Checkout';
  cart: Cart;
  deliveryOptions: Array<DeliveryOption>;
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  totals: Totals;
};

/** The buyer's bank wants a word (3-D Secure); the stock stays held until expiresAt. */
export type CheckoutActionRequired = {
  __typename?: 'CheckoutActionRequired';
  attemptId: Scalars['ID']['output'];
  clientSecret: Scalars['String']['output'];
  expiresAt: Scalars['DateTime']['output'];
  replayed: Scalars['Boolean']['output'];
};

/** Paid for. accessToken lets a guest read the order; order is null only when orders cannot be asked just now. */
export type CheckoutCompleted = {
  __typename?: 'CheckoutCompleted';
  accessToken: Scalars['String']['output'];
  attemptId: Scalars['ID']['output'];
  order?: Maybe<Order>;
  replayed: Scalars['Boolean']['output'];
};

export type CheckoutInput = {
  /** An address of the signed-in customer, instead of shippingAddress. */
  addressId?: InputMaybe<Scalars['ID']['input']>;
  /** Either a cart ... */
  cartId?: InputMaybe<Scalars['ID']['input']>;
  /** Left out: the cheapest option. */
  deliveryOptionId?: InputMaybe<Scalars['ID']['input']>;
  email: Scalars['String']['input'];
  /** If given and the authoritative total differs: PRICE_CHANGED, and nothing is charged. */
  expectedTotalMinor?: InputMaybe<Scalars['MinorUnits']['input']>;
  /**
   * Drawn by the client once for each attempt to buy, and sent again unchanged with every retry of it.
   * 8 to 255 printable ASCII characters. Same key and same input: the first answer again, with
   * replayed = true. Same key and another input: IDEMPOTENCY_KEY_REUSED.
   */
  idempotencyKey: Scalars['String']['input'];
  /** ... or the lines themselves: a whole order in one call. */
  lines?: InputMaybe<Array<CartLineInput>>;
  /** A payment method of the payment provider, e.g. Stripe's pm_card_visa. */
  paymentMethodId: Scalars['String']['input'];
  shippingAddress?: InputMaybe<AddressInput>;
  /** The admission of a waiting room, needed for variants in a running sale. */
  waitingRoomToken?: InputMaybe<Scalars['String']['input']>;
};

/** Accepted, and the outcome is not known yet: ask checkoutAttempt again after pollAfterMs. */
export type CheckoutProcessing = {
  __typename?: 'CheckoutProcessing';
  attemptId: Scalars['ID']['output'];
  order?: Maybe<Order>;
  pollAfterMs: Scalars['Int']['output'];
  replayed: Scalars['Boolean']['output'];
};

/** In line. */
export type CheckoutQueued = {
  __typename?: 'CheckoutQueued';
  attemptId: Scalars['ID']['output'];
  pollAfterMs: Scalars['Int']['output'];
  position: Scalars['Int']['output'];
  replayed: Scalars['Boolean']['output'];
};

/**
 * Refused: nothing is charged, and nothing is held beyond what beginCheckout holds until its time. Final for this key (an invalid key
 * alone is not remembered): try again with a new one.
 */
export type CheckoutRejected = {
  __typename?: 'CheckoutRejected';
  attemptId: Scalars['ID']['output'];
  replayed: Scalars['Boolean']['output'];
  userErrors: Array<UserError>;
};

export type CheckoutResult = CheckoutActionRequired | CheckoutCompleted | CheckoutProcessing | CheckoutQueued | CheckoutRejected;

export type DeliveryOption = {
  __typename?: 'DeliveryOption';
  id: Scalars['ID']['output'];
  maxDays?: Maybe<Scalars['Int']['output']>;
  minDays?: Maybe<Scalars['Int']['output']>;
  name: Scalars['String']['output'];
  price: Money;
};

export type InputError = UserError & {
  __typename?: 'InputError';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type InsufficientStock = UserError & {
  __typename?: 'InsufficientStock';
  /** How many a buyer could have now; 0 means sold out. */
  available: Scalars['Int']['output'];
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
  variantId: Scalars['ID']['output'];
};

export type JoinWaitingRoomInput = {
  saleId: Scalars['ID']['input'];
  /** The same shopper joining again gets the same ticket. */
  visitorId: Scalars['String']['input'];
};

export type JoinWaitingRoomPayload = {
  __typename?: 'JoinWaitingRoomPayload';
  ticket?: Maybe<WaitingRoomTicket>;
  userErrors: Array<UserError>;
};

export type Money = {
  __typename?: 'Money';
  /** The same amount in major units, written with the currency's own number of decimals: "19.90". */
  amount: Scalars['String']['output'];
  amountMinor: Scalars['MinorUnits']['output'];
  currencyCode: Scalars['CurrencyCode']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Holds the stock for a while (15 minutes unless configured otherwise) and says what delivery costs. */
  beginCheckout: BeginCheckoutPayload;
  checkout: CheckoutResult;
  joinWaitingRoom: JoinWaitingRoomPayload;
  /** How many of a variant one customer may buy in all, over all their orders, in a sale or not. */
  purchaseLimitSave: PurchaseLimitPayload;
  saleControl: SalePayload;
  saleSave: SalePayload;
};


export type MutationBeginCheckoutArgs = {
  input: BeginCheckoutInput;
};


export type MutationCheckoutArgs = {
  input: CheckoutInput;
};


export type MutationJoinWaitingRoomArgs = {
  input: JoinWaitingRoomInput;
};


export type MutationPurchaseLimitSaveArgs = {
  input: PurchaseLimitInput;
};


export type MutationSaleControlArgs = {
  input: SaleControlInput;
};


export type MutationSaleSaveArgs = {
  input: SaleInput;
};

export type Order = {
  __typename?: 'Order';
  /** Not in the API: a signed grant to read this order, from whoever checked it. */
  access: Scalars['String']['output'];
  id: Scalars['ID']['output'];
};

export type PaymentDeclined = UserError & {
  __typename?: 'PaymentDeclined';
  code: Scalars['String']['output'];
  /** The payment provider's reason, e.g. insufficient_funds. */
  declineCode?: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type PriceChanged = UserError & {
  __typename?: 'PriceChanged';
  actualTotal: Money;
  code: Scalars['String']['output'];
  expectedTotal: Money;
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type ProductVariant = {
  __typename?: 'ProductVariant';
  id: Scalars['ID']['output'];
};

export type PurchaseLimit = {
  __typename?: 'PurchaseLimit';
  maxPerCustomer: Scalars['Int']['output'];
  updatedAt: Scalars['DateTime']['output'];
  variant: ProductVariant;
};

/** A variant by its id or by its SKU. */
export type PurchaseLimitInput = {
  /** Null takes the limit away. What is bought while a limit stands is counted. */
  maxPerCustomer?: InputMaybe<Scalars['Int']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
  variantId?: InputMaybe<Scalars['ID']['input']>;
};

export type PurchaseLimitPayload = {
  __typename?: 'PurchaseLimitPayload';
  limit?: Maybe<PurchaseLimit>;
  userErrors: Array<UserError>;
};

export type Query = {
  __typename?: 'Query';
  checkoutAttempt?: Maybe<CheckoutResult>;
  /** Limits per customer that stand, the latest first. */
  purchaseLimits: Array<PurchaseLimit>;
  sale?: Maybe<Sale>;
  waitingRoomTicket?: Maybe<WaitingRoomTicket>;
};


export type QueryCheckoutAttemptArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySaleArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


export type QueryWaitingRoomTicketArgs = {
  id: Scalars['ID']['input'];
};

export type Sale = {
  __typename?: 'Sale';
  endsAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  opensAt: Scalars['DateTime']['output'];
  /** SHA-256 of the seed with which those who waited before opening are shuffled; published when the sale is saved. */
  shuffleCommitment: Scalars['String']['output'];
  /** The seed itself; published once the sale is over, so that anyone can check the draw. */
  shuffleSeed?: Maybe<Scalars['String']['output']>;
  slug: Scalars['String']['output'];
  status: SaleStatus;
  variants: Array<ProductVariant>;
};

/** PAUSE admits nobody; DRAIN lets in those admitted and takes no new tickets; QUEUE_ALL sends every checkout of the sale through the room. */
export type SaleAction =
  | 'DRAIN'
  | 'PAUSE'
  | 'QUEUE_ALL'
  | 'RESUME'
  | 'SET_RATE';

export type SaleControlInput = {
  action: SaleAction;
  /** With SET_RATE. */
  admissionsPerSecond?: InputMaybe<Scalars['Int']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
  saleId: Scalars['ID']['input'];
};

export type SaleInput = {
  /** How many checkouts per second are let through. */
  admissionsPerSecond: Scalars['Int']['input'];
  endsAt: Scalars['DateTime']['input'];
  /** How many one shopper may buy in this sale. */
  maxPerCustomer?: InputMaybe<Scalars['Int']['input']>;
  name: Scalars['String']['input'];
  opensAt: Scalars['DateTime']['input'];
  skus: Array<Scalars['String']['input']>;
  slug: Scalars['String']['input'];
  /** How many counters each sale variant's stock is spread over. */
  stockShards?: InputMaybe<Scalars['Int']['input']>;
};

export type SalePayload = {
  __typename?: 'SalePayload';
  sale?: Maybe<Sale>;
  userErrors: Array<UserError>;
};

export type SaleStatus =
  | 'ENDED'
  | 'OPEN'
  | 'SCHEDULED'
  | 'SOLD_OUT';

export type TaxRate = {
  __typename?: 'TaxRate';
  /** What is taxed at this rate, without the tax. */
  net: Money;
  /** In percent: "19", "8.875". */
  rate: Scalars['String']['output'];
  tax: Money;
};

export type TicketStatus =
  | 'ADMITTED'
  | 'EXPIRED'
  | 'SOLD_OUT'
  | 'USED'
  | 'WAITING';

export type Totals = {
  __typename?: 'Totals';
  delivery: Money;
  discount: Money;
  /** Tax that the prices include; no part of the sum. */
  includedTax: Money;
  subtotal: Money;
  tax: Money;
  /** What an invoice says of tax, by rate, the highest first; included or on top. */
  taxRates: Array<TaxRate>;
  total: Money;
};

/**
 * A business answer of 'no'. Never thrown: it is data. Faults are top-level errors. Codes: VARIANT_NOT_FOUND, INVALID_QUANTITY (1 to 999),
 * CURRENCY_MISMATCH, CART_NOT_FOUND, CART_EMPTY, CART_BUSY, CART_CLOSED, INVALID_EMAIL, INVALID_ADDRESS, DELIVERY_OPTION_NOT_FOUND,
 * PAYMENT_METHOD_NOT_FOUND, PAYMENT_DECLINED, PRICE_CHANGED, INSUFFICIENT_STOCK, INVALID_IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_REUSED,
 * ORDER_NOT_FOUND, NOT_CANCELLABLE, WAITING_ROOM_TOKEN_REQUIRED, WAITING_ROOM_TOKEN_INVALID, CUSTOMER_LIMIT_REACHED, and more as needed.
 */
export type UserError = {
  /** Stable, documented, SCREAMING_SNAKE: INSUFFICIENT_STOCK, CART_NOT_FOUND, PRICE_CHANGED, ... */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  /** Where in the input, outermost first: ["lines", "0", "quantity"]. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type WaitingRoomTicket = {
  __typename?: 'WaitingRoomTicket';
  estimatedWaitSeconds?: Maybe<Scalars['Int']['output']>;
  /** Until when the admission must be used. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  pollAfterMs: Scalars['Int']['output'];
  /** How many are ahead; 0 once admitted. */
  position: Scalars['Int']['output'];
  status: TicketStatus;
  /** Signed; to be sent as waitingRoomToken. Only when ADMITTED. */
  token?: Maybe<Scalars['String']['output']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CheckoutResult:
    | ( Part<CheckoutActionRequired> )
    | ( Part<CheckoutCompleted> )
    | ( Part<CheckoutProcessing> )
    | ( Part<CheckoutQueued> )
    | ( Part<Omit<CheckoutRejected, 'userErrors'> & { userErrors: Array<_RefType['UserError']> }> )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  UserError:
    | ( Part<InputError> )
    | ( Part<InsufficientStock> )
    | ( Part<PaymentDeclined> )
    | ( Part<PriceChanged> )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddressInput: ResolverTypeWrapper<Part<AddressInput>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  BeginCheckoutInput: ResolverTypeWrapper<Part<BeginCheckoutInput>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  BeginCheckoutPayload: ResolverTypeWrapper<Part<Omit<BeginCheckoutPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  Cart: ResolverTypeWrapper<Part<Cart>>;
  CartLineInput: ResolverTypeWrapper<Part<CartLineInput>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  Checkout: ResolverTypeWrapper<Part<Checkout>>;
  CheckoutActionRequired: ResolverTypeWrapper<Part<CheckoutActionRequired>>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
  CheckoutCompleted: ResolverTypeWrapper<Part<CheckoutCompleted>>;
  CheckoutInput: ResolverTypeWrapper<Part<CheckoutInput>>;
  CheckoutProcessing: ResolverTypeWrapper<Part<CheckoutProcessing>>;
  CheckoutQueued: ResolverTypeWrapper<Part<CheckoutQueued>>;
  CheckoutRejected: ResolverTypeWrapper<Part<Omit<CheckoutRejected, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  CheckoutResult: Part<ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CheckoutResult']>>;
  CountryCode: ResolverTypeWrapper<Part<Scalars['CountryCode']['output']>>;
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  DeliveryOption: ResolverTypeWrapper<Part<DeliveryOption>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  JoinWaitingRoomInput: ResolverTypeWrapper<Part<JoinWaitingRoomInput>>;
  JoinWaitingRoomPayload: ResolverTypeWrapper<Part<Omit<JoinWaitingRoomPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<Part<Order>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  ProductVariant: ResolverTypeWrapper<Part<ProductVariant>>;
  PurchaseLimit: ResolverTypeWrapper<Part<PurchaseLimit>>;
  PurchaseLimitInput: ResolverTypeWrapper<Part<PurchaseLimitInput>>;
  PurchaseLimitPayload: ResolverTypeWrapper<Part<Omit<PurchaseLimitPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Sale: ResolverTypeWrapper<Part<Sale>>;
  SaleAction: ResolverTypeWrapper<Part<SaleAction>>;
  SaleControlInput: ResolverTypeWrapper<Part<SaleControlInput>>;
  SaleInput: ResolverTypeWrapper<Part<SaleInput>>;
  SalePayload: ResolverTypeWrapper<Part<Omit<SalePayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  SaleStatus: ResolverTypeWrapper<Part<SaleStatus>>;
  TaxRate: ResolverTypeWrapper<Part<TaxRate>>;
  TicketStatus: ResolverTypeWrapper<Part<TicketStatus>>;
  Totals: ResolverTypeWrapper<Part<Totals>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  WaitingRoomTicket: ResolverTypeWrapper<Part<WaitingRoomTicket>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddressInput: Part<AddressInput>;
  String: Part<Scalars['String']['output']>;
  BeginCheckoutInput: Part<BeginCheckoutInput>;
  ID: Part<Scalars['ID']['output']>;
  BeginCheckoutPayload: Part<Omit<BeginCheckoutPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  Cart: Part<Cart>;
  CartLineInput: Part<CartLineInput>;
  Int: Part<Scalars['Int']['output']>;
  Checkout: Part<Checkout>;
  CheckoutActionRequired: Part<CheckoutActionRequired>;
  Boolean: Part<Scalars['Boolean']['output']>;
  CheckoutCompleted: Part<CheckoutCompleted>;
  CheckoutInput: Part<CheckoutInput>;
  CheckoutProcessing: Part<CheckoutProcessing>;
  CheckoutQueued: Part<CheckoutQueued>;
  CheckoutRejected: Part<Omit<CheckoutRejected, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  CheckoutResult: Part<ResolversUnionTypes<ResolversParentTypes>['CheckoutResult']>;
  CountryCode: Part<Scalars['CountryCode']['output']>;
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  DeliveryOption: Part<DeliveryOption>;
  InputError: Part<InputError>;
  InsufficientStock: Part<InsufficientStock>;
  JoinWaitingRoomInput: Part<JoinWaitingRoomInput>;
  JoinWaitingRoomPayload: Part<Omit<JoinWaitingRoomPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  Order: Part<Order>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  ProductVariant: Part<ProductVariant>;
  PurchaseLimit: Part<PurchaseLimit>;
  PurchaseLimitInput: Part<PurchaseLimitInput>;
  PurchaseLimitPayload: Part<Omit<PurchaseLimitPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  Query: Record<PropertyKey, never>;
  Sale: Part<Sale>;
  SaleControlInput: Part<SaleControlInput>;
  SaleInput: Part<SaleInput>;
  SalePayload: Part<Omit<SalePayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  TaxRate: Part<TaxRate>;
  Totals: Part<Totals>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  WaitingRoomTicket: Part<WaitingRoomTicket>;
};

export type BeginCheckoutPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['BeginCheckoutPayload'] = ResolversParentTypes['BeginCheckoutPayload']> = {
  checkout?: Resolver<Maybe<ResolversTypes['Checkout']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CartResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Cart'] = ResolversParentTypes['Cart']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CheckoutResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Checkout'] = ResolversParentTypes['Checkout']> = {
  cart?: Resolver<ResolversTypes['Cart'], ParentType, ContextType>;
  deliveryOptions?: Resolver<Array<ResolversTypes['DeliveryOption']>, ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['Totals'], ParentType, ContextType>;
};

export type CheckoutActionRequiredResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutActionRequired'] = ResolversParentTypes['CheckoutActionRequired']> = {
  attemptId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  clientSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckoutCompletedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutCompleted'] = ResolversParentTypes['CheckoutCompleted']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  attemptId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckoutProcessingResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutProcessing'] = ResolversParentTypes['CheckoutProcessing']> = {
  attemptId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  pollAfterMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckoutQueuedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutQueued'] = ResolversParentTypes['CheckoutQueued']> = {
  attemptId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pollAfterMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckoutRejectedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutRejected'] = ResolversParentTypes['CheckoutRejected']> = {
  attemptId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CheckoutResultResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CheckoutResult'] = ResolversParentTypes['CheckoutResult']> = {
  __resolveType: TypeResolveFn<'CheckoutActionRequired' | 'CheckoutCompleted' | 'CheckoutProcessing' | 'CheckoutQueued' | 'CheckoutRejected', ParentType, ContextType>;
};

export interface CountryCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CountryCode'], any> {
  name: 'CountryCode';
}

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeliveryOptionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['DeliveryOption'] = ResolversParentTypes['DeliveryOption']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  minDays?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InsufficientStockResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  variantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type JoinWaitingRoomPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['JoinWaitingRoomPayload'] = ResolversParentTypes['JoinWaitingRoomPayload']> = {
  ticket?: Resolver<Maybe<ResolversTypes['WaitingRoomTicket']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountMinor?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  beginCheckout?: Resolver<ResolversTypes['BeginCheckoutPayload'], ParentType, ContextType, RequireFields<MutationBeginCheckoutArgs, 'input'>>;
  checkout?: Resolver<ResolversTypes['CheckoutResult'], ParentType, ContextType, RequireFields<MutationCheckoutArgs, 'input'>>;
  joinWaitingRoom?: Resolver<ResolversTypes['JoinWaitingRoomPayload'], ParentType, ContextType, RequireFields<MutationJoinWaitingRoomArgs, 'input'>>;
  purchaseLimitSave?: Resolver<ResolversTypes['PurchaseLimitPayload'], ParentType, ContextType, RequireFields<MutationPurchaseLimitSaveArgs, 'input'>>;
  saleControl?: Resolver<ResolversTypes['SalePayload'], ParentType, ContextType, RequireFields<MutationSaleControlArgs, 'input'>>;
  saleSave?: Resolver<ResolversTypes['SalePayload'], ParentType, ContextType, RequireFields<MutationSaleSaveArgs, 'input'>>;
};

export type OrderResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order']> = {
  access?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PaymentDeclinedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PaymentDeclined'] = ResolversParentTypes['PaymentDeclined']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceChangedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PriceChanged'] = ResolversParentTypes['PriceChanged']> = {
  actualTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expectedTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProductVariantResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ProductVariant'] = ResolversParentTypes['ProductVariant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PurchaseLimitResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PurchaseLimit'] = ResolversParentTypes['PurchaseLimit']> = {
  maxPerCustomer?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  variant?: Resolver<ResolversTypes['ProductVariant'], ParentType, ContextType>;
};

export type PurchaseLimitPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PurchaseLimitPayload'] = ResolversParentTypes['PurchaseLimitPayload']> = {
  limit?: Resolver<Maybe<ResolversTypes['PurchaseLimit']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  checkoutAttempt?: Resolver<Maybe<ResolversTypes['CheckoutResult']>, ParentType, ContextType, RequireFields<QueryCheckoutAttemptArgs, 'id'>>;
  purchaseLimits?: Resolver<Array<ResolversTypes['PurchaseLimit']>, ParentType, ContextType>;
  sale?: Resolver<Maybe<ResolversTypes['Sale']>, ParentType, ContextType, Partial<QuerySaleArgs>>;
  waitingRoomTicket?: Resolver<Maybe<ResolversTypes['WaitingRoomTicket']>, ParentType, ContextType, RequireFields<QueryWaitingRoomTicketArgs, 'id'>>;
};

export type SaleResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Sale'] = ResolversParentTypes['Sale']> = {
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  opensAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  shuffleCommitment?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shuffleSeed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SaleStatus'], ParentType, ContextType>;
  variants?: Resolver<Array<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
};

export type SalePayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['SalePayload'] = ResolversParentTypes['SalePayload']> = {
  sale?: Resolver<Maybe<ResolversTypes['Sale']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TaxRateResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['TaxRate'] = ResolversParentTypes['TaxRate']> = {
  net?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  rate?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type TotalsResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Totals'] = ResolversParentTypes['Totals']> = {
  delivery?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  discount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  includedTax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  subtotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  tax?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  taxRates?: Resolver<Array<ResolversTypes['TaxRate']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type WaitingRoomTicketResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WaitingRoomTicket'] = ResolversParentTypes['WaitingRoomTicket']> = {
  estimatedWaitSeconds?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pollAfterMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['TicketStatus'], ParentType, ContextType>;
  token?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  BeginCheckoutPayload?: BeginCheckoutPayloadResolvers<ContextType>;
  Cart?: CartResolvers<ContextType>;
  Checkout?: CheckoutResolvers<ContextType>;
  CheckoutActionRequired?: CheckoutActionRequiredResolvers<ContextType>;
  CheckoutCompleted?: CheckoutCompletedResolvers<ContextType>;
  CheckoutProcessing?: CheckoutProcessingResolvers<ContextType>;
  CheckoutQueued?: CheckoutQueuedResolvers<ContextType>;
  CheckoutRejected?: CheckoutRejectedResolvers<ContextType>;
  CheckoutResult?: CheckoutResultResolvers<ContextType>;
  CountryCode?: GraphQLScalarType;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeliveryOption?: DeliveryOptionResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  JoinWaitingRoomPayload?: JoinWaitingRoomPayloadResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  ProductVariant?: ProductVariantResolvers<ContextType>;
  PurchaseLimit?: PurchaseLimitResolvers<ContextType>;
  PurchaseLimitPayload?: PurchaseLimitPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Sale?: SaleResolvers<ContextType>;
  SalePayload?: SalePayloadResolvers<ContextType>;
  TaxRate?: TaxRateResolvers<ContextType>;
  Totals?: TotalsResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WaitingRoomTicket?: WaitingRoomTicketResolvers<ContextType>;
};
