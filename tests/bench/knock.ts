import { connect, type Socket } from 'node:net'

export type Answers = { seconds: number; statuses: Map<number, number> }

/**
 * Sends prepared requests over so many kept connections, each waiting for its answer before it sends the next, and
 * counts what came back. It does as little as a client can, since it shares the machine with the server.
 */
export async function knock(port: number, requests: Buffer[], connections: number): Promise<Answers> {
  const left = requests.values()
  const statuses = new Map<number, number>()
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const began = performance.now()
  await Promise.all(
    sockets.map(async (socket) => {
      const answers = answersOf(socket)
      for (const request of left) {
        const answered = answers.next()
        socket.write(request)
        const status = await answered
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const socket of sockets) socket.destroy()
  return { seconds, statuses }
}

export function postRequest(path: string, headers: Record<string, string>, body: string): Buffer {
  const lines = Object.entries({
    ...headers,
    host: 'localhost',
    'content-length': String(Buffer.byteLength(body)),
  })
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
}

export const getRequest = (path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)

function open(port: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect({ port, host: 'localhost', noDelay: true }, () => done(socket))
    socket.once('error', fail)
  })
}

type Waiting = { done: (status: number) => void; fail: (error: Error) => void }

/** The status of each answer, once the whole of it has come. */
function answersOf(socket: Socket): { next(): Promise<number> } {
  let received: Buffer[] = []
  let waiting: Waiting | null = null
  socket.on('error', (error) => waiting?.fail(error))
  socket.on('close', () => waiting?.fail(new Error('the server closed the connection')))
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk)
    const status = statusIfWhole(received.length === 1 ? chunk : Buffer.concat(received))
    if (status === null) return
    received = []
    const answered = waiting
    waiting = null
    answered?.done(status)
  })
  return {
    next: () =>
      new Promise((done, fail) => {
        waiting = { done, fail }
      }),
  }
}

function statusIfWhole(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  const whole =
    length === undefined ? bytes.subarray(-5).equals(lastChunk) : bytes.length >= end + 4 + Number(length)
  return whole ? Number(head.slice(9, 12)) : null
}

const lastChunk = Buffer.from('0\r\n\r\n')
