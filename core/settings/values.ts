/**
 * An IPv4 block.
 * @known cidr
 * @example "10.0.0.0/16"
 */
export type Cidr = string;

/**
 * A port of TCP or UDP.
 * @minimum 1
 * @maximum 65535
 */
export type Port = number;
