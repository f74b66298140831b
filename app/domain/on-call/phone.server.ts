import { open, seal } from '#app/platform/crypto.ts'

export const sealPhone = (turnId: string, phone: string): Buffer<ArrayBuffer> => seal(phone, cell(turnId))

export const openPhone = (turnId: string, sealed: Uint8Array): string => open(sealed, cell(turnId))

const cell = (row: string) => ({ table: 'on_call_turn', column: 'phone_sealed', row })
