/**
 * The documentation's machinery: diagrams of a machine's state, as text and as Mermaid.
 *
 * ```ts
 * import { addressSpacePicture, addressSpaceText } from "@palimpsest/docs";
 *
 * console.log(addressSpaceText(addressSpacePicture(machine.state, 1)));
 * ```
 *
 * @module
 */

export {
  type AddressSpacePicture,
  addressSpacePicture,
  type AddressSpaceRow,
} from "./diagrams/address_space.ts";
export { addressSpaceMermaid } from "./diagrams/address_space_mermaid.ts";
export { addressSpaceText } from "./diagrams/address_space_text.ts";
export {
  type MappingOptions,
  type MappingPicture,
  mappingPicture,
  type MappingRow,
} from "./diagrams/mapping.ts";
export { mappingMermaid } from "./diagrams/mapping_mermaid.ts";
export { mappingText } from "./diagrams/mapping_text.ts";
