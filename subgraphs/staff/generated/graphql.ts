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

export type ApiKey = {
  __typename?: 'ApiKey';
  createdAt: Scalars['DateTime']['output'];
  /** Who made it: the id of a member of staff or of a key, or somebody at the command line. */
  createdBy: Scalars['String']['output'];
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  isActive: Scalars['Boolean']['output'];
  name: Scalars['String']['output'];
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<Scalars['String']['output']>;
};

export type ApiKeyCreated = {
  __typename?: 'ApiKeyCreated';
  apiKey?: Maybe<ApiKey>;
  secret?: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type ApiKeyInput = {
  /** Left out: until it is revoked. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  name: Scalars['String']['input'];
  /** As docs/security.md lists them: catalog:read, catalog:write, orders:read ... */
  scopes: Array<Scalars['String']['input']>;
};

export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  apiKey?: Maybe<ApiKey>;
  userErrors: Array<UserError>;
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
  /** The answer alone has the secret: it is not kept. Nobody can give a key a scope that they have not themselves. */
  apiKeyCreate: ApiKeyCreated;
  /** At once in the gateway that is asked, in all others within seconds. Repeatable. */
  apiKeyRevoke: ApiKeyPayload;
  /** Again for who has not accepted yet: a new invitation, and the one before holds no more. */
  staffInvite: StaffInvited;
  /** Changes a role or a name, disables somebody or lets them in again. The last owner stays one. */
  staffSave: StaffPayload;
};


export type MutationApiKeyCreateArgs = {
  input: ApiKeyInput;
};


export type MutationApiKeyRevokeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationStaffInviteArgs = {
  input: StaffInviteInput;
};


export type MutationStaffSaveArgs = {
  input: StaffSaveInput;
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
  /** Keys of machines, newest first; those that hold no more, too. */
  apiKeys: Array<ApiKey>;
  staff: Array<StaffMember>;
  /** Who did what, newest first. It may be a second behind. */
  trail: TrailConnection;
};


export type QueryTrailArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TrailFilter>;
  first?: Scalars['Int']['input'];
};

export type StaffInviteInput = {
  email: Scalars['String']['input'];
  name: Scalars['String']['input'];
  role: StaffRole;
};

/** The token goes to whoever is invited, who brings it to POST /admin/accept-invitation. */
export type StaffInvited = {
  __typename?: 'StaffInvited';
  invitationToken?: Maybe<Scalars['String']['output']>;
  invitedUntil?: Maybe<Scalars['DateTime']['output']>;
  member?: Maybe<StaffMember>;
  userErrors: Array<UserError>;
};

export type StaffMember = {
  __typename?: 'StaffMember';
  createdAt: Scalars['DateTime']['output'];
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Too many sign-ins have failed; until then none is tried. */
  lockedUntil?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  role: StaffRole;
  scopes: Array<Scalars['String']['output']>;
  status: StaffStatus;
};

export type StaffPayload = {
  __typename?: 'StaffPayload';
  member?: Maybe<StaffMember>;
  userErrors: Array<UserError>;
};

export type StaffRole =
  | 'FULFILLMENT'
  | 'MANAGER'
  | 'OWNER'
  | 'READ_ONLY'
  | 'SUPPORT';

export type StaffSaveInput = {
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  id: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  role?: InputMaybe<StaffRole>;
};

export type StaffStatus =
  | 'ACTIVE'
  | 'DISABLED'
  | 'INVITED';

export type TrailConnection = {
  __typename?: 'TrailConnection';
  edges: Array<TrailEdge>;
  nodes: Array<TrailEntry>;
  pageInfo: PageInfo;
};

export type TrailEdge = {
  __typename?: 'TrailEdge';
  cursor: Scalars['String']['output'];
  node: TrailEntry;
};

export type TrailEntry = {
  __typename?: 'TrailEntry';
  actionId: Scalars['ID']['output'];
  actorId: Scalars['ID']['output'];
  /** API_KEY, STAFF, or COMMAND_LINE. */
  actorKind: Scalars['String']['output'];
  /** JSON. Texts are hidden, unless they are keys such as a SKU. */
  arguments: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  codes: Array<Scalars['String']['output']>;
  context: Scalars['String']['output'];
  field: Scalars['String']['output'];
  /** Null: it is under way, or was cut off. */
  outcome?: Maybe<TrailOutcome>;
  scopes: Array<Scalars['String']['output']>;
  seq: Scalars['Int']['output'];
  traceId: Scalars['String']['output'];
};

export type TrailFilter = {
  actorId?: InputMaybe<Scalars['ID']['input']>;
  /** A field of Mutation, or of what is no GraphQL: signIn, acceptInvitation. */
  field?: InputMaybe<Scalars['String']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type TrailOutcome =
  | 'DONE'
  /** A fault of ours; the log has it under the same trace. */
  | 'FAILED'
  /** The scope was not there. */
  | 'FORBIDDEN'
  /** A business no; `codes` says which. */
  | 'REFUSED';

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
  ApiKey: ResolverTypeWrapper<Part<ApiKey>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
  ApiKeyCreated: ResolverTypeWrapper<Part<Omit<ApiKeyCreated, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  ApiKeyInput: ResolverTypeWrapper<Part<ApiKeyInput>>;
  ApiKeyPayload: ResolverTypeWrapper<Part<Omit<ApiKeyPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<Part<PageInfo>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  StaffInviteInput: ResolverTypeWrapper<Part<StaffInviteInput>>;
  StaffInvited: ResolverTypeWrapper<Part<Omit<StaffInvited, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  StaffMember: ResolverTypeWrapper<Part<StaffMember>>;
  StaffPayload: ResolverTypeWrapper<Part<Omit<StaffPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  StaffRole: ResolverTypeWrapper<Part<StaffRole>>;
  StaffSaveInput: ResolverTypeWrapper<Part<StaffSaveInput>>;
  StaffStatus: ResolverTypeWrapper<Part<StaffStatus>>;
  TrailConnection: ResolverTypeWrapper<Part<TrailConnection>>;
  TrailEdge: ResolverTypeWrapper<Part<TrailEdge>>;
  TrailEntry: ResolverTypeWrapper<Part<TrailEntry>>;
  TrailFilter: ResolverTypeWrapper<Part<TrailFilter>>;
  TrailOutcome: ResolverTypeWrapper<Part<TrailOutcome>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: Part<ApiKey>;
  String: Part<Scalars['String']['output']>;
  ID: Part<Scalars['ID']['output']>;
  Boolean: Part<Scalars['Boolean']['output']>;
  ApiKeyCreated: Part<Omit<ApiKeyCreated, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  ApiKeyInput: Part<ApiKeyInput>;
  ApiKeyPayload: Part<Omit<ApiKeyPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  InputError: Part<InputError>;
  InsufficientStock: Part<InsufficientStock>;
  Int: Part<Scalars['Int']['output']>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  PageInfo: Part<PageInfo>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  Query: Record<PropertyKey, never>;
  StaffInviteInput: Part<StaffInviteInput>;
  StaffInvited: Part<Omit<StaffInvited, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  StaffMember: Part<StaffMember>;
  StaffPayload: Part<Omit<StaffPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  StaffSaveInput: Part<StaffSaveInput>;
  TrailConnection: Part<TrailConnection>;
  TrailEdge: Part<TrailEdge>;
  TrailEntry: Part<TrailEntry>;
  TrailFilter: Part<TrailFilter>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
};

export type ApiKeyResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiKeyCreatedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ApiKeyCreated'] = ResolversParentTypes['ApiKeyCreated']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
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
  apiKeyCreate?: Resolver<ResolversTypes['ApiKeyCreated'], ParentType, ContextType, RequireFields<MutationApiKeyCreateArgs, 'input'>>;
  apiKeyRevoke?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationApiKeyRevokeArgs, 'id'>>;
  staffInvite?: Resolver<ResolversTypes['StaffInvited'], ParentType, ContextType, RequireFields<MutationStaffInviteArgs, 'input'>>;
  staffSave?: Resolver<ResolversTypes['StaffPayload'], ParentType, ContextType, RequireFields<MutationStaffSaveArgs, 'input'>>;
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
  apiKeys?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  staff?: Resolver<Array<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  trail?: Resolver<ResolversTypes['TrailConnection'], ParentType, ContextType, RequireFields<QueryTrailArgs, 'first'>>;
};

export type StaffInvitedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['StaffInvited'] = ResolversParentTypes['StaffInvited']> = {
  invitationToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  invitedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type StaffMemberResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['StaffMember'] = ResolversParentTypes['StaffMember']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lockedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['StaffRole'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StaffStatus'], ParentType, ContextType>;
};

export type StaffPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['StaffPayload'] = ResolversParentTypes['StaffPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['StaffMember']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type TrailConnectionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['TrailConnection'] = ResolversParentTypes['TrailConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TrailEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['TrailEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TrailEdgeResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['TrailEdge'] = ResolversParentTypes['TrailEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TrailEntry'], ParentType, ContextType>;
};

export type TrailEntryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['TrailEntry'] = ResolversParentTypes['TrailEntry']> = {
  actionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  actorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  actorKind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  arguments?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  codes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  context?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<Maybe<ResolversTypes['TrailOutcome']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  traceId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyCreated?: ApiKeyCreatedResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
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
  StaffInvited?: StaffInvitedResolvers<ContextType>;
  StaffMember?: StaffMemberResolvers<ContextType>;
  StaffPayload?: StaffPayloadResolvers<ContextType>;
  TrailConnection?: TrailConnectionResolvers<ContextType>;
  TrailEdge?: TrailEdgeResolvers<ContextType>;
  TrailEntry?: TrailEntryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};
