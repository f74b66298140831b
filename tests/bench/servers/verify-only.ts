import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '#app/platform/stripe.ts'

/** Reads, verifies and parses a webhook as ours does, with nothing around it, and forgets it. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const event = verifyWebhook(Buffer.concat(chunks), String(request.headers['stripe-signature']))
    const body = JSON.stringify({ kept: event.id })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  })
})

server.listen(0, () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => process.exit(0))
