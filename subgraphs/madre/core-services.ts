/** What windows do not hold and the API never stops. Together with the catalog it is the registry, which is the allowlist. */
export const coreServices = {
  tentaculo_link: { description: 'The single door: gateway, console and conversations', port: 8000 },
  madre: { description: 'Owns power: windows, services, audit log', port: 8001 },
  redis: { description: 'Carries events and leases between core processes', port: 6379 },
} as const;

export function isCoreService(name: string): name is keyof typeof coreServices {
  return Object.hasOwn(coreServices, name);
}
