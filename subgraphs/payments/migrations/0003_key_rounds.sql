ALTER TABLE "payments"."payments" ADD COLUMN "key_round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments"."refunds" ADD COLUMN "key_round" integer DEFAULT 0 NOT NULL;