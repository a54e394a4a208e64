/**
 * Coded values and light: what blurs, mixes and adds up is light, not the numbers that a camera
 * writes down.
 */

/** Linear light, 0 to 1, of an 8-bit value (gamma 2.2). */
export const LINEAR = Float32Array.from({ length: 256 }, (_, i) => (i / 255) ** 2.2);
