/**
 * The C library of the simulated machine: allocators whose headers live in simulated memory, stdio, and the runtime
 * for programs written in TypeScript. So far this is only its face: nothing is exported yet.
 *
 * @module
 */
export {};
