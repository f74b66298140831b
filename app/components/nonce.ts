import { createContext } from 'react'

/** The Content-Security-Policy nonce of this response. Only the server knows it; the browser has no use for it. */
export const Nonce = createContext<string | undefined>(undefined)
