return { files = { { template = 'a', output = 'sub/${c.name}.txt', each = 'class' } } }
