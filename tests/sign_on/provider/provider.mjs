// A certified OpenID Connect provider on loopback, for tests: it knows two clients, and signs in whoever types a name.
// Prints its port when it listens. Ends with its standard input.
import { Provider } from "oidc-provider";

const [back] = process.argv.slice(2);
const { createServer } = await import("node:http");
const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://localhost:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    { client_id: "confidential", client_secret: "a secret: with marks & %", redirect_uris: [back], token_endpoint_auth_method: "client_secret_basic" },
    { client_id: "public", redirect_uris: [back], token_endpoint_auth_method: "none" },
  ],
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
});
server.on("request", provider.callback());
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
console.log(server.address().port);
