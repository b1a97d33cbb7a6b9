import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An empty page that asks for nothing, not even an icon. */
const PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>';

export interface PageServer {
  /** Address of the empty page; the scripts lie beside it. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Scripts by file name, served to this machine only, at a port that was free. */
export async function servePage(scripts: ReadonlyMap<string, string>): Promise<PageServer> {
  const server = createServer(({ url = "/" }, response) => {
    const script = scripts.get(url.slice(1));
    if (url === "/") response.setHeader("content-type", "text/html").end(PAGE);
    else if (script !== undefined) response.setHeader("content-type", "text/javascript").end(script);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
