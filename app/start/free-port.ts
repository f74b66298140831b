import { createServer } from 'node:net'

/** The wanted port where it is free, else the next free one above it; 0 asks for any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 50; port++) {
    const got = await tryPort(port)
    if (got !== null) return got
  }
  throw new Error(`No free port from ${wanted} to ${wanted + 49}. Set PORT to another number.`)
}

const tryPort = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
