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
  /** ISO 4217, upper case: "EUR". */
  CurrencyCode: { input: string; output: string; }
  /** RFC 3339, UTC: "2026-01-31T09:00:00.000Z". */
  DateTime: { input: string; output: string | Date; }
  /** A whole number of the currency's smallest unit (cents), exact to 2^53-1. */
  MinorUnits: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
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

export type Money = {
  __typename?: 'Money';
  /** The same amount in major units, written with the currency's own number of decimals: "19.90". */
  amount: Scalars['String']['output'];
  amountMinor: Scalars['MinorUnits']['output'];
  currencyCode: Scalars['CurrencyCode']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Sends again what a delivery was about, under the id that its receiver knows. */
  webhookReplay: WebhookReplayPayload;
  /** Its deliveries go with it. */
  webhookSubscriptionDelete: WebhookSubscriptionDeletePayload;
  /** Makes a subscription, or with an id replaces what it says. One that was disabled is active again. */
  webhookSubscriptionSave: WebhookSubscriptionPayload;
};


export type MutationWebhookReplayArgs = {
  deliveryId: Scalars['ID']['input'];
};


export type MutationWebhookSubscriptionDeleteArgs = {
  id: Scalars['ID']['input'];
};


export type MutationWebhookSubscriptionSaveArgs = {
  input: WebhookSubscriptionInput;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
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

export type Query = {
  __typename?: 'Query';
  /** What was sent, or is to be, newest first. */
  webhookDeliveries: WebhookDeliveryConnection;
  /** What outsiders can be told of. */
  webhookEvents: Array<WebhookEvent>;
  webhookSubscriptions: Array<WebhookSubscription>;
};


export type QueryWebhookDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<WebhookDeliveryFilter>;
  first?: Scalars['Int']['input'];
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

export type WebhookDelivery = {
  __typename?: 'WebhookDelivery';
  attempts: Scalars['Int']['output'];
  createdAt: Scalars['DateTime']['output'];
  event: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** The header webhook-id: the same for every try, and for a replay. */
  messageId: Scalars['String']['output'];
  /** When it is tried next. */
  nextAttemptAt?: Maybe<Scalars['DateTime']['output']>;
  /** The delivery that this one repeats. */
  replayOf?: Maybe<Scalars['ID']['output']>;
  /** The beginning of what was answered to the last try, or why it was not sent. */
  response?: Maybe<Scalars['String']['output']>;
  /** Of the last try; null when nobody answered. */
  responseCode?: Maybe<Scalars['Int']['output']>;
  settledAt?: Maybe<Scalars['DateTime']['output']>;
  status: WebhookDeliveryStatus;
  subjectId: Scalars['String']['output'];
  subscriptionId: Scalars['ID']['output'];
};

export type WebhookDeliveryConnection = {
  __typename?: 'WebhookDeliveryConnection';
  edges: Array<WebhookDeliveryEdge>;
  nodes: Array<WebhookDelivery>;
  pageInfo: PageInfo;
};

export type WebhookDeliveryEdge = {
  __typename?: 'WebhookDeliveryEdge';
  cursor: Scalars['String']['output'];
  node: WebhookDelivery;
};

export type WebhookDeliveryFilter = {
  event?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<Array<WebhookDeliveryStatus>>;
  subjectId?: InputMaybe<Scalars['String']['input']>;
  subscriptionId?: InputMaybe<Scalars['ID']['input']>;
};

export type WebhookDeliveryStatus =
  /** Not tried again by itself. */
  | 'DEAD'
  | 'DELIVERED'
  /** To be sent, or to be tried again. */
  | 'PENDING';

export type WebhookEvent = {
  __typename?: 'WebhookEvent';
  description: Scalars['String']['output'];
  /** order.placed, for example. */
  name: Scalars['String']['output'];
  /** Whose id a query is given as $id: orderId, productId, variantId. */
  subject: Scalars['String']['output'];
  /** Of its data: higher when something has changed that was not an addition. */
  version: Scalars['Int']['output'];
};

export type WebhookReplayPayload = {
  __typename?: 'WebhookReplayPayload';
  delivery?: Maybe<WebhookDelivery>;
  userErrors: Array<UserError>;
};

export type WebhookSubscription = {
  __typename?: 'WebhookSubscription';
  createdAt: Scalars['DateTime']['output'];
  disabledReason?: Maybe<Scalars['String']['output']>;
  events: Array<Scalars['String']['output']>;
  /** Since when nothing has reached it. */
  failingSince?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  query?: Maybe<Scalars['String']['output']>;
  status: WebhookSubscriptionStatus;
  url: Scalars['String']['output'];
};

export type WebhookSubscriptionDeletePayload = {
  __typename?: 'WebhookSubscriptionDeletePayload';
  deletedId?: Maybe<Scalars['ID']['output']>;
  userErrors: Array<UserError>;
};

export type WebhookSubscriptionInput = {
  events: Array<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
  /** A query of the admin API with the variable $id: its answer is sent in the place of the event's data. */
  query?: InputMaybe<Scalars['String']['input']>;
  /** With an id: draws a new secret. */
  rotateSecret?: InputMaybe<Scalars['Boolean']['input']>;
  /** whsec_ and base64 of 24 to 64 bytes; drawn if left out. With an id: becomes the new one, and the old one signs as well for a day. */
  secret?: InputMaybe<Scalars['String']['input']>;
  /** https; http and private addresses only where WEBHOOKS_ALLOW_PRIVATE says so. */
  url: Scalars['String']['input'];
};

export type WebhookSubscriptionPayload = {
  __typename?: 'WebhookSubscriptionPayload';
  /** Where it is a new one; it is not shown again. */
  secret?: Maybe<Scalars['String']['output']>;
  subscription?: Maybe<WebhookSubscription>;
  userErrors: Array<UserError>;
};

export type WebhookSubscriptionStatus =
  | 'ACTIVE'
  /** Gone by its own word (410), or not reached for three days. Saving it makes it active again. */
  | 'DISABLED';



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
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<Part<PageInfo>>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  WebhookDelivery: ResolverTypeWrapper<Part<WebhookDelivery>>;
  WebhookDeliveryConnection: ResolverTypeWrapper<Part<WebhookDeliveryConnection>>;
  WebhookDeliveryEdge: ResolverTypeWrapper<Part<WebhookDeliveryEdge>>;
  WebhookDeliveryFilter: ResolverTypeWrapper<Part<WebhookDeliveryFilter>>;
  WebhookDeliveryStatus: ResolverTypeWrapper<Part<WebhookDeliveryStatus>>;
  WebhookEvent: ResolverTypeWrapper<Part<WebhookEvent>>;
  WebhookReplayPayload: ResolverTypeWrapper<Part<Omit<WebhookReplayPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  WebhookSubscription: ResolverTypeWrapper<Part<WebhookSubscription>>;
  WebhookSubscriptionDeletePayload: ResolverTypeWrapper<Part<Omit<WebhookSubscriptionDeletePayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  WebhookSubscriptionInput: ResolverTypeWrapper<Part<WebhookSubscriptionInput>>;
  WebhookSubscriptionPayload: ResolverTypeWrapper<Part<Omit<WebhookSubscriptionPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  WebhookSubscriptionStatus: ResolverTypeWrapper<Part<WebhookSubscriptionStatus>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  InputError: Part<InputError>;
  String: Part<Scalars['String']['output']>;
  InsufficientStock: Part<InsufficientStock>;
  Int: Part<Scalars['Int']['output']>;
  ID: Part<Scalars['ID']['output']>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  PageInfo: Part<PageInfo>;
  Boolean: Part<Scalars['Boolean']['output']>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  Query: Record<PropertyKey, never>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  WebhookDelivery: Part<WebhookDelivery>;
  WebhookDeliveryConnection: Part<WebhookDeliveryConnection>;
  WebhookDeliveryEdge: Part<WebhookDeliveryEdge>;
  WebhookDeliveryFilter: Part<WebhookDeliveryFilter>;
  WebhookEvent: Part<WebhookEvent>;
  WebhookReplayPayload: Part<Omit<WebhookReplayPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  WebhookSubscription: Part<WebhookSubscription>;
  WebhookSubscriptionDeletePayload: Part<Omit<WebhookSubscriptionDeletePayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  WebhookSubscriptionInput: Part<WebhookSubscriptionInput>;
  WebhookSubscriptionPayload: Part<Omit<WebhookSubscriptionPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

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

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountMinor?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  webhookReplay?: Resolver<ResolversTypes['WebhookReplayPayload'], ParentType, ContextType, RequireFields<MutationWebhookReplayArgs, 'deliveryId'>>;
  webhookSubscriptionDelete?: Resolver<ResolversTypes['WebhookSubscriptionDeletePayload'], ParentType, ContextType, RequireFields<MutationWebhookSubscriptionDeleteArgs, 'id'>>;
  webhookSubscriptionSave?: Resolver<ResolversTypes['WebhookSubscriptionPayload'], ParentType, ContextType, RequireFields<MutationWebhookSubscriptionSaveArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type QueryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  webhookDeliveries?: Resolver<ResolversTypes['WebhookDeliveryConnection'], ParentType, ContextType, RequireFields<QueryWebhookDeliveriesArgs, 'first'>>;
  webhookEvents?: Resolver<Array<ResolversTypes['WebhookEvent']>, ParentType, ContextType>;
  webhookSubscriptions?: Resolver<Array<ResolversTypes['WebhookSubscription']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type WebhookDeliveryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookDelivery'] = ResolversParentTypes['WebhookDelivery']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  replayOf?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  responseCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookDeliveryStatus'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subscriptionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WebhookDeliveryConnectionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookDeliveryConnection'] = ResolversParentTypes['WebhookDeliveryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WebhookDeliveryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type WebhookDeliveryEdgeResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookDeliveryEdge'] = ResolversParentTypes['WebhookDeliveryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WebhookDelivery'], ParentType, ContextType>;
};

export type WebhookEventResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookEvent'] = ResolversParentTypes['WebhookEvent']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WebhookReplayPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookReplayPayload'] = ResolversParentTypes['WebhookReplayPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['WebhookDelivery']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookSubscriptionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookSubscription'] = ResolversParentTypes['WebhookSubscription']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  disabledReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  events?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  query?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['WebhookSubscriptionStatus'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WebhookSubscriptionDeletePayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookSubscriptionDeletePayload'] = ResolversParentTypes['WebhookSubscriptionDeletePayload']> = {
  deletedId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookSubscriptionPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['WebhookSubscriptionPayload'] = ResolversParentTypes['WebhookSubscriptionPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subscription?: Resolver<Maybe<ResolversTypes['WebhookSubscription']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  InputError?: InputErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  WebhookDelivery?: WebhookDeliveryResolvers<ContextType>;
  WebhookDeliveryConnection?: WebhookDeliveryConnectionResolvers<ContextType>;
  WebhookDeliveryEdge?: WebhookDeliveryEdgeResolvers<ContextType>;
  WebhookEvent?: WebhookEventResolvers<ContextType>;
  WebhookReplayPayload?: WebhookReplayPayloadResolvers<ContextType>;
  WebhookSubscription?: WebhookSubscriptionResolvers<ContextType>;
  WebhookSubscriptionDeletePayload?: WebhookSubscriptionDeletePayloadResolvers<ContextType>;
  WebhookSubscriptionPayload?: WebhookSubscriptionPayloadResolvers<ContextType>;
};
