import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type Got = { to: string[]; message: string };

/**
 * A real SMTP server on a port of its own. `answer` decides by recipient: null takes the mail, a number refuses it with that code.
 * `deaf`: it takes the mail and hangs up before it says so.
 */
export async function mailServer(port = 0) {
  const got: Got[] = [];
  const rules = { rcpt: (_: string): number | null => null, data: (_: string): number | null => null, deaf: false };
  // as servers do, it names whom it will not write to
  const refusal = (code: number | null, address: string) =>
    code === null ? null : Object.assign(new Error(`no, with ${code} for ${address}`), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _, done) => done(refusal(rules.rcpt(address), address)),
    onData: (stream, session, done) => {
      text(stream).then((message) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const refused = refusal(rules.data(to[0]!), to[0]!);
        if (!refused) got.push({ to, message });
        if (rules.deaf) server.close();
        else done(refused);
      }, done);
    },
    closeTimeout: 10,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const own = (server.server.address() as { port: number }).port;
  return { port: own, url: `smtp://127.0.0.1:${own}`, got, rules, close: () => new Promise<void>((resolve) => server.close(resolve)) };
}
