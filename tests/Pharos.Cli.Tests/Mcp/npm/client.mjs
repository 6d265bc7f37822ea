// Drives the server with a client of the SDK from npm: node client.mjs '{"sdk":"v1"|"v2","url":…,"token":…,"command":[…],"approve":true|false|null,"calls":[{"name":…,"arguments":{…}}]}'
const plan = JSON.parse(process.argv[2]);
const asked = [];
const answer = (message) => {
  asked.push(message);
  return plan.approve === null ? { action: 'decline' } : { action: 'accept', content: { approve: plan.approve, reason: 'asked at the client' } };
};

const connect = async () => {
  const info = { name: 'npm-client', version: '1' };
  const capabilities = plan.approve === undefined ? {} : { elicitation: { form: {} } };
  if (plan.sdk === 'v1') {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    const client = new Client(info, { capabilities });
    if (plan.approve !== undefined) client.setRequestHandler(ElicitRequestSchema, async (request) => answer(request.params.message));
    return [client, StreamableHTTPClientTransport, StdioClientTransport];
  }

  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio');
  const client = new Client(info, { capabilities, versionNegotiation: { mode: 'auto' } });
  if (plan.approve !== undefined) client.setRequestHandler('elicitation/create', async (request) => answer(request.params.message));
  return [client, StreamableHTTPClientTransport, StdioClientTransport];
};

const [client, Http, Stdio] = await connect();
const transport = plan.command
  ? new Stdio({ command: plan.command[0], args: plan.command.slice(1), stderr: 'inherit', env: process.env })
  : new Http(new URL(plan.url), { requestInit: { headers: { Authorization: `Bearer ${plan.token}` } } });
await client.connect(transport);
const tools = (await client.listTools()).tools.map((tool) => tool.name);
const results = [];
for (const call of plan.calls) {
  try {
    results.push(await client.callTool(call));
  } catch (problem) {
    results.push({ thrown: String(problem?.message ?? problem) });
  }
}

console.log(JSON.stringify({ tools, results, asked, version: client.getNegotiatedProtocolVersion?.() ?? null }));
await client.close();
process.exit(0);
