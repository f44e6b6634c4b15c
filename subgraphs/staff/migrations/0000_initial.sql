CREATE SCHEMA "staff";
--> statement-breakpoint
CREATE TABLE "staff"."api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_scopes" CHECK (cardinality(scopes) > 0)
);
--> statement-breakpoint
CREATE TABLE "staff"."inbox" (
	"event_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbox_event_id_pk" PRIMARY KEY("event_id")
);
--> statement-breakpoint
CREATE TABLE "staff"."leases" (
	"name" text PRIMARY KEY NOT NULL,
	"owner" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff"."members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"password_hash" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"invitation_hash" text,
	"invited_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_email" UNIQUE("email"),
	CONSTRAINT "members_email_lower" CHECK (email = lower(email)),
	CONSTRAINT "members_status" CHECK (status IN ('INVITED', 'ACTIVE', 'DISABLED')),
	CONSTRAINT "members_role" CHECK (role IN ('OWNER', 'MANAGER', 'FULFILLMENT', 'SUPPORT', 'READ_ONLY')),
	CONSTRAINT "members_password" CHECK (status <> 'ACTIVE' OR password_hash IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "staff"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "staff"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"aggregate_id" text NOT NULL,
	"version" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	"awaiting" text[] DEFAULT '{}' NOT NULL,
	"dead" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff"."sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"seq" integer DEFAULT 1 NOT NULL,
	"rotated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "staff"."trail" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"action_id" uuid NOT NULL,
	"phase" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	"context" text NOT NULL,
	"actor_kind" text,
	"actor_id" text,
	"scopes" text[],
	"field" text,
	"arguments" jsonb,
	"trace_id" text,
	"outcome" text,
	"codes" text[],
	CONSTRAINT "trail_action" UNIQUE("action_id","phase"),
	CONSTRAINT "trail_phase" CHECK (CASE phase WHEN 'BEGUN' THEN actor_id IS NOT NULL AND field IS NOT NULL WHEN 'ENDED' THEN outcome IS NOT NULL ELSE false END)
);
--> statement-breakpoint
CREATE TABLE "staff"."trail_head" (
	"seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "staff"."sessions" ADD CONSTRAINT "sessions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "staff"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_unpublished" ON "staff"."outbox" USING btree ("id") WHERE published_at IS NULL;--> statement-breakpoint
CREATE INDEX "outbox_awaiting" ON "staff"."outbox" USING btree ("event_id") WHERE awaiting <> '{}';--> statement-breakpoint
CREATE INDEX "sessions_member" ON "staff"."sessions" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "trail_actor" ON "staff"."trail" USING btree ("actor_id","seq");
--> statement-breakpoint
INSERT INTO "staff"."trail_head" ("seq") VALUES (0);
--> statement-breakpoint
CREATE FUNCTION "staff"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'staff.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER "trail_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "staff"."trail"
  FOR EACH STATEMENT EXECUTE FUNCTION "staff"."refuse_change"();
