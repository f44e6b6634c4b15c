CREATE TABLE "orders"."erasures" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders"."orders" ADD COLUMN "erasing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_erasing" ON "orders"."orders" USING btree ("id") WHERE erasing;