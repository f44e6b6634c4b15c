CREATE TABLE "cart"."adoptions" (
	"cart_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"into_cart_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "adoptions_customer" ON "cart"."adoptions" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "carts_customer" ON "cart"."carts" USING btree ("customer_id") WHERE customer_id IS NOT NULL;