import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The three scripts that documents are written in, each with a face that draws it well. */
export type Face = 'sans' | 'naskh' | 'han'
export type Weight = 'regular' | 'semibold'

const files: Record<Face, Record<Weight, string>> = {
  sans: {
    regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    semibold: '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  },
  naskh: {
    regular: '@expo-google-fonts/noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf',
    semibold: '@expo-google-fonts/noto-naskh-arabic/600SemiBold/NotoNaskhArabic_600SemiBold.ttf',
  },
  han: {
    regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
    semibold: '@expo-google-fonts/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf',
  },
}

/** Which face is tried first, by the language of the text. The others stand behind it. */
export function facesOf(language: string): [Face, ...Face[]] {
  if (language === 'ar') return ['naskh', 'sans', 'han']
  // Latin letters, Vietnamese ones among them, come from the Latin face in Chinese text too.
  return ['sans', 'han', 'naskh']
}

const { resolve } = createRequire(import.meta.url)
const read = new Map<string, Uint8Array>()

/** A font's bytes, read once in a process: the Chinese ones are ten megabytes each. */
export function faceBytes(face: Face, weight: Weight): Uint8Array {
  const file = files[face][weight]
  const known = read.get(file)
  if (known) return known
  const bytes = new Uint8Array(readFileSync(resolve(file)))
  read.set(file, bytes)
  return bytes
}
