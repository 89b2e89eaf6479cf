import { describe, expect, test } from 'vitest';
import { elementSettings } from '../../src/element/element-settings.ts';

const of = (attributes: Record<string, string>) => elementSettings((name) => attributes[name] ?? null);

describe('The attributes of the element', () => {
  test('say nothing where they are missing or empty', () => {
    expect(of({})).toEqual({});
    expect(of({ prefix: '', pop: ' ', services: '', security: '', endpoints: '', username: '' })).toEqual({});
  });

  test('say which device, which secret and which scheme', () => {
    expect(
      of({
        prefix: 'LAMP_',
        pop: 'abcd1234',
        username: 'wifiprov',
        password: 'secret',
        security: '2',
        'next-url-endpoint': 'app-url',
        'host-name': 'lamp-{name}',
      }),
    ).toEqual({
      namePrefix: 'LAMP_',
      pop: 'abcd1234',
      username: 'wifiprov',
      password: 'secret',
      securityVersion: 2,
      nextUrlEndpoint: 'app-url',
      hostName: 'lamp-{name}',
    });
    expect(of({ security: 'auto' })).toEqual({});
    expect(of({ security: '0' })).toEqual({ securityVersion: 0 });
  });

  test('list services and named endpoints, UUIDs in any length and case', () => {
    expect(of({ services: 'FFFF, 021a9004-0382-4aea-bff4-6b3f1c5adfb4' }).services).toEqual([
      '0000ffff-0000-1000-8000-00805f9b34fb',
      '021a9004-0382-4aea-bff4-6b3f1c5adfb4',
    ]);
    expect(of({ endpoints: 'custom-data=ff54 a=b=ff55' }).endpointNames).toEqual({
      'custom-data': '0000ff54-0000-1000-8000-00805f9b34fb',
      'a=b': '0000ff55-0000-1000-8000-00805f9b34fb',
    });
  });

  test.each([
    [{ security: '3' }, 'security="3" is no scheme'],
    [{ services: 'fff' }, 'services="fff" is no UUID'],
    [{ services: '<script>' }, 'services="<script>" is no UUID'],
    [{ endpoints: 'custom-data' }, 'names no UUID'],
    [{ endpoints: '=ff54' }, 'names no UUID'],
    [{ endpoints: 'custom-data=x' }, 'endpoints="x" is no UUID'],
  ])('are refused by name in %j', (attributes, message) => {
    expect(() => of(attributes as unknown as Record<string, string>)).toThrow(message);
  });
});
